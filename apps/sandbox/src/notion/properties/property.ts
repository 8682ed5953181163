import type { TextPart } from '../rich-text.ts';

export const propertyTypes = [
  'title',
  'rich_text',
  'number',
  'url',
  'email',
  'phone_number',
  'select',
  'status',
  'multi_select',
  'date',
  'checkbox',
  'relation',
  'people',
  'created_time',
  'last_edited_time',
] as const;

export type PropertyType = (typeof propertyTypes)[number];

export interface PropertyOption {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

export interface PropertyConfig {
  readonly id: string;
  readonly type: PropertyType;
  name: string;
  /** Of select, multi-select and status; the first two grow by being written to. */
  readonly options: PropertyOption[];
  /** The data source a relation leads to. */
  readonly relatedId: string | null;
}

export interface DateValue {
  readonly start: string;
  readonly end: string | null;
  readonly time_zone: string | null;
}

/** What a page holds under a property. Times are the page's own. */
export type PropertyValue =
  | { readonly kind: 'text'; readonly parts: readonly TextPart[] }
  | { readonly kind: 'number'; readonly number: number | null }
  | { readonly kind: 'line'; readonly line: string | null }
  | { readonly kind: 'option'; readonly name: string | null }
  | { readonly kind: 'options'; readonly names: readonly string[] }
  | { readonly kind: 'date'; readonly date: DateValue | null }
  | { readonly kind: 'flag'; readonly flag: boolean }
  | { readonly kind: 'ids'; readonly ids: readonly string[] };

/** The property that every page has. */
export const TITLE_ID = 'title';

const EMPTY: Readonly<Partial<Record<PropertyType, PropertyValue>>> = {
  title: { kind: 'text', parts: [] },
  rich_text: { kind: 'text', parts: [] },
  number: { kind: 'number', number: null },
  url: { kind: 'line', line: null },
  email: { kind: 'line', line: null },
  phone_number: { kind: 'line', line: null },
  select: { kind: 'option', name: null },
  status: { kind: 'option', name: null },
  multi_select: { kind: 'options', names: [] },
  date: { kind: 'date', date: null },
  checkbox: { kind: 'flag', flag: false },
  relation: { kind: 'ids', ids: [] },
  people: { kind: 'ids', ids: [] },
};

/** What a property holds that nobody has filled; nothing for those that Notion fills itself. */
export const emptyValue = (type: PropertyType): PropertyValue | undefined => EMPTY[type];

/** A property by its name, or by its id as it is or as it stands in a URL. */
export const findProperty = (
  properties: ReadonlyMap<string, PropertyConfig>,
  nameOrId: string,
): PropertyConfig | undefined =>
  [...properties.values()].find(
    ({ id, name }) => name === nameOrId || id === nameOrId || encodeURIComponent(id) === nameOrId,
  );
