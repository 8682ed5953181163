import { objectTypes } from '../object-types.ts';
import type { Pipeline } from '../pipeline.ts';
import { propertiesOf, type PropertyDefinition } from '../property.ts';
import { systemPropertiesOf } from './system-properties.ts';

const GROUP = 'ticketinformation';
const define = propertiesOf(GROUP);

export const ticketProperties = (pipelines: readonly Pipeline[]): readonly PropertyDefinition[] => [
  define('subject', 'Ticket name'),
  define('content', 'Ticket description', 'string', { fieldType: 'textarea' }),
  define('hs_pipeline', 'Pipeline', 'enumeration', { options: pipelines.map(({ id }) => id) }),
  define('hs_pipeline_stage', 'Ticket status', 'enumeration', {
    options: pipelines.flatMap(({ stages }) => stages.map(({ id }) => id)),
  }),
  define('hs_ticket_priority', 'Priority', 'enumeration', { options: ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] }),
  define('hs_ticket_category', 'Category', 'enumeration', {
    options: ['PRODUCT_ISSUE', 'BILLING_ISSUE', 'FEATURE_REQUEST', 'GENERAL_INQUIRY'],
  }),
  define('closed_date', 'Close date', 'datetime'),
  define('hubspot_owner_id', 'Ticket owner', 'enumeration'),
  ...systemPropertiesOf(objectTypes.tickets, GROUP),
];
