import { propertiesOf, type PropertyDefinition } from '../property.ts';

const define = propertiesOf('task');

export const taskProperties: readonly PropertyDefinition[] = [
  define('hs_task_subject', 'Task Title'),
  define('hs_task_body', 'Task Notes', 'string', { fieldType: 'html' }),
  define('hs_task_status', 'Task Status', 'enumeration', {
    options: ['NOT_STARTED', 'IN_PROGRESS', 'COMPLETED', 'WAITING', 'DEFERRED'],
  }),
  define('hs_task_priority', 'Priority', 'enumeration', {
    options: ['NONE', 'LOW', 'MEDIUM', 'HIGH'],
  }),
  define('hs_task_type', 'Task Type', 'enumeration', { options: ['TODO', 'CALL', 'EMAIL'] }),
  define('hs_timestamp', 'Due date', 'datetime'),
  define('hubspot_owner_id', 'Assigned to', 'enumeration'),
  define('hs_object_id', 'Record ID', 'number', { isReadOnly: true }),
  define('hs_createdate', 'Create date', 'datetime', { isReadOnly: true }),
  define('hs_lastmodifieddate', 'Last modified date', 'datetime', { isReadOnly: true }),
  define('lastmodifieddate', 'Last Modified Date (contacts)', 'datetime', {
    isReadOnly: true,
  }),
];
