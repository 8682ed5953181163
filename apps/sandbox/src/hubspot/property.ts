export type PropertyType = 'string' | 'number' | 'datetime' | 'enumeration' | 'bool' | 'date';

export interface PropertyOption {
  readonly value: string;
  readonly label: string;
}

export interface PropertyDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: PropertyType;
  readonly fieldType: string;
  readonly groupName: string;
  readonly description: string;
  readonly options: readonly PropertyOption[];
  readonly hasUniqueValue: boolean;
  readonly hubspotDefined: boolean;
  readonly isReadOnly: boolean;
  readonly createdAtMs: number | null;
}

const FIELD_TYPES: Readonly<Record<PropertyType, string>> = {
  string: 'text',
  number: 'number',
  datetime: 'date',
  date: 'date',
  enumeration: 'select',
  bool: 'booleancheckbox',
};

type Extras = Partial<
  Pick<PropertyDefinition, 'hasUniqueValue' | 'hubspotDefined' | 'isReadOnly' | 'fieldType'>
>;

const titleOf = (value: string): string =>
  value
    .toLowerCase()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');

type DefineProperty = (
  name: string,
  label: string,
  type?: PropertyType,
  extras?: Extras & { readonly options?: readonly string[] },
) => PropertyDefinition;

/** Declares the properties of a group: HubSpot's own unless said otherwise, never unique unless said so. */
export const propertiesOf =
  (groupName: string): DefineProperty =>
  (name, label, type = 'string', extras = {}) => ({
    name,
    label,
    type,
    groupName,
    fieldType: extras.fieldType ?? FIELD_TYPES[type],
    description: '',
    options: (extras.options ?? []).map((value) => ({ value, label: titleOf(value) })),
    hasUniqueValue: extras.hasUniqueValue ?? false,
    hubspotDefined: extras.hubspotDefined ?? true,
    isReadOnly: extras.isReadOnly ?? false,
    createdAtMs: null,
  });

const isoOrUndefined = (ms: number | null): string | undefined =>
  ms === null ? undefined : new Date(ms).toISOString();

/** A property as /crm/v3/properties shows it. */
export const toWireProperty = (property: PropertyDefinition): object => ({
  createdAt: isoOrUndefined(property.createdAtMs),
  updatedAt: isoOrUndefined(property.createdAtMs),
  name: property.name,
  label: property.label,
  type: property.type,
  fieldType: property.fieldType,
  description: property.description,
  groupName: property.groupName,
  options: property.options.map((option, displayOrder) => ({ ...option, displayOrder, hidden: false })),
  displayOrder: -1,
  calculated: false,
  externalOptions: property.name === 'hubspot_owner_id',
  archived: false,
  hasUniqueValue: property.hasUniqueValue,
  hidden: false,
  hubspotDefined: property.hubspotDefined,
  modificationMetadata: {
    archivable: !property.hubspotDefined,
    readOnlyDefinition: property.hubspotDefined,
    readOnlyValue: property.isReadOnly,
  },
  formField: !property.isReadOnly,
});
