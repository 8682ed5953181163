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
  define('amount', 'Amount', 'number'),
  define('deal_currency_code', 'Currency', 'enumeration'),
  define('closedate', 'Close Date', 'datetime'),
  define('dealtype', 'Deal Type', 'enumeration', { options: ['newbusiness', 'existingbusiness'] }),
  define('hubspot_owner_id', 'Deal owner', 'enumeration'),
  define('description', 'Deal Description', 'string', { fieldType: 'textarea' }),
  ...systemPropertiesOf(objectTypes.deals, GROUP),
  define('stripe_subscription_id', 'Stripe subscription', 'string', { hubspotDefined: false }),
];
