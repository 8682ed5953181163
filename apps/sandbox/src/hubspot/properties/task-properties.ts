import { objectTypes } from '../object-types.ts';
import { propertiesOf, type PropertyDefinition } from '../property.ts';
import { systemPropertiesOf } from './system-properties.ts';

const GROUP = 'task';
const define = propertiesOf(GROUP);

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
  ...systemPropertiesOf(objectTypes.tasks, GROUP),
];
