export const objectTypeNames = [
  'contacts',
  'companies',
  'deals',
  'tickets',
  'notes',
  'tasks',
  'line_items',
  'products',
] as const;

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
  readonly canBeMerged: boolean;
}

const define = (
  name: ObjectTypeName,
  singular: string,
  typeId: string,
  rest: Partial<Omit<ObjectType, 'name' | 'singular' | 'typeId'>>,
): ObjectType => ({
  name,
  singular,
  typeId,
  createdProperty: 'createdate',
  modifiedProperty: 'hs_lastmodifieddate',
  defaultProperties: [],
  requiredProperties: [],
  canBeMerged: false,
  ...rest,
});

/** What a person notes down or has to do: dated by hand, and created under another name. */
const ACTIVITY = { createdProperty: 'hs_createdate', requiredProperties: ['hs_timestamp'] } as const;

export const objectTypes: Readonly<Record<ObjectTypeName, ObjectType>> = {
  contacts: define('contacts', 'contact', '0-1', {
    modifiedProperty: 'lastmodifieddate',
    defaultProperties: ['email', 'firstname', 'lastname'],
    canBeMerged: true,
  }),
  companies: define('companies', 'company', '0-2', {
    defaultProperties: ['domain', 'name'],
    canBeMerged: true,
  }),
  deals: define('deals', 'deal', '0-3', {
    defaultProperties: ['amount', 'closedate', 'dealname', 'dealstage', 'pipeline'],
    canBeMerged: true,
  }),
  tickets: define('tickets', 'ticket', '0-5', {
    defaultProperties: ['content', 'hs_pipeline', 'hs_pipeline_stage', 'hs_ticket_priority', 'subject'],
    requiredProperties: ['hs_pipeline_stage', 'subject'],
    canBeMerged: true,
  }),
  notes: define('notes', 'note', '0-46', ACTIVITY),
  tasks: define('tasks', 'task', '0-27', ACTIVITY),
  line_items: define('line_items', 'line_item', '0-8', {
    defaultProperties: ['amount', 'hs_product_id', 'name', 'quantity'],
  }),
  products: define('products', 'product', '0-7', { defaultProperties: ['description', 'name', 'price'] }),
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
