import { objectTypes } from '../object-types.ts';
import { propertiesOf, type PropertyDefinition } from '../property.ts';
import { systemPropertiesOf } from './system-properties.ts';

const GROUP = 'note';
const define = propertiesOf(GROUP);

export const noteProperties: readonly PropertyDefinition[] = [
  define('hs_note_body', 'Note body', 'string', { fieldType: 'html' }),
  define('hs_timestamp', 'Activity date', 'datetime'),
  define('hubspot_owner_id', 'Activity assigned to', 'enumeration'),
  ...systemPropertiesOf(objectTypes.notes, GROUP),
];
