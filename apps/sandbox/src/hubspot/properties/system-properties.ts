import type { ObjectType } from '../object-types.ts';
import { propertiesOf, type PropertyDefinition } from '../property.ts';

/** What HubSpot itself keeps about every record of a type. */
export const systemPropertiesOf = (type: ObjectType, groupName: string): readonly PropertyDefinition[] => {
  const define = propertiesOf(groupName);
  const readOnly = { isReadOnly: true };
  const otherModified =
    type.modifiedProperty === 'lastmodifieddate' ? 'hs_lastmodifieddate' : 'lastmodifieddate';
  const system = [
    define('hs_object_id', 'Record ID', 'number', readOnly),
    define(type.createdProperty, 'Create Date', 'datetime', readOnly),
    define(type.modifiedProperty, 'Last Modified Date', 'datetime', readOnly),
    // The name that the other types have for it: known here too, and always empty. Filtering on it finds
    // nothing and says nothing.
    define(otherModified, 'Last Modified Date (other objects)', 'datetime', readOnly),
  ];
  return type.canBeMerged
    ? [...system, define('hs_merged_object_ids', 'Merged record IDs', 'enumeration', readOnly)]
    : system;
};
