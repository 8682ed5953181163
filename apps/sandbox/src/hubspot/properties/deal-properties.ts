import { objectTypes } from '../object-types.ts';
import type { Pipeline } from '../pipeline.ts';
import { propertiesOf, type PropertyDefinition } from '../property.ts';
import { systemPropertiesOf } from './system-properties.ts';

const GROUP = 'dealinformation';
const define = propertiesOf(GROUP);

/** The stages are the portal's own, so the options of a deal's stage are too. */
export const dealProperties = (pipelines: readonly Pipeline[]): readonly PropertyDefinition[] => [
  define('dealname', 'Deal Name'),
  define('pipeline', 'Pipeline', 'enumeration', { options: pipelines.map(({ id }) => id) }),
  define('dealstage', 'Deal Stage', 'enumeration', {
    fieldType: 'radio',
    options: pipelines.flatMap(({ stages }) => stages.map(({ id }) => id)),
  }),
  define('hs_is_closed', 'Is Deal Closed?', 'bool', { isReadOnly: true }),
  define('hs_is_closed_won', 'Is Closed Won', 'bool', { isReadOnly: true }),
  define('amount', 'Amount', 'number'),
  define('deal_currency_code', 'Currency', 'enumeration'),
  define('closedate', 'Close Date', 'datetime'),
  define('dealtype', 'Deal Type', 'enumeration', { options: ['newbusiness', 'existingbusiness'] }),
  define('hubspot_owner_id', 'Deal owner', 'enumeration'),
  define('description', 'Deal Description', 'string', { fieldType: 'textarea' }),
  ...systemPropertiesOf(objectTypes.deals, GROUP),
  define('stripe_subscription_id', 'Stripe subscription', 'string', { hubspotDefined: false }),
];

const OPEN = new Map([
  ['hs_is_closed', 'false'],
  ['hs_is_closed_won', 'false'],
]);
const LOST = new Map([...OPEN, ['hs_is_closed', 'true']]);
const WON = new Map([...LOST, ['hs_is_closed_won', 'true']]);

/** What HubSpot works out of a deal's stage. */
export const closedByStage = (
  pipelines: readonly Pipeline[],
): ((values: ReadonlyMap<string, string>) => ReadonlyMap<string, string>) => {
  const stages = new Map(
    pipelines.flatMap((pipeline) =>
      pipeline.stages.map(({ id, metadata }) => {
        const ended = metadata['probability'] === '1.0' ? WON : LOST;
        return [id, metadata['isClosed'] === 'true' ? ended : OPEN] as const;
      }),
    ),
  );
  return (values) => stages.get(values.get('dealstage') ?? '') ?? OPEN;
};
