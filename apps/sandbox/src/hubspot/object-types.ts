export const objectTypeNames = ['contacts', 'companies', 'tasks'] as const;

export type ObjectTypeName = (typeof objectTypeNames)[number];

export interface ObjectType {
  readonly name: ObjectTypeName;
  readonly singular: string;
  readonly typeId: string;
  readonly createdProperty: string;
  /** `lastmodifieddate` for contacts, `hs_lastmodifieddate` for everything else. */
  readonly modifiedProperty: string;
  /** All that comes back when the caller names no properties. */
  readonly defaultProperties: readonly string[];
  readonly requiredProperties: readonly string[];
}

export const objectTypes: Readonly<Record<ObjectTypeName, ObjectType>> = {
  contacts: {
    name: 'contacts',
    singular: 'contact',
    typeId: '0-1',
    createdProperty: 'createdate',
    modifiedProperty: 'lastmodifieddate',
    defaultProperties: ['email', 'firstname', 'lastname'],
    requiredProperties: [],
  },
  companies: {
    name: 'companies',
    singular: 'company',
    typeId: '0-2',
    createdProperty: 'createdate',
    modifiedProperty: 'hs_lastmodifieddate',
    defaultProperties: ['domain', 'name'],
    requiredProperties: [],
  },
  tasks: {
    name: 'tasks',
    singular: 'task',
    typeId: '0-27',
    createdProperty: 'hs_createdate',
    modifiedProperty: 'hs_lastmodifieddate',
    defaultProperties: [],
    requiredProperties: ['hs_timestamp'],
  },
};

/** The type behind any of the names HubSpot takes for it: plural, singular or type id. */
export const findObjectType = (name: string): ObjectType | undefined =>
  Object.values(objectTypes).find((type) => [type.name, type.singular, type.typeId].includes(name));

/** Always in an answer, whatever was asked for. */
export const systemProperties = (type: ObjectType): readonly string[] => [
  type.createdProperty,
  'hs_object_id',
  type.modifiedProperty,
];
