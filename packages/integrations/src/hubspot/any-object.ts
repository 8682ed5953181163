import { baseOf, mergedIdsOf, type DateProperties, type ObjectBase } from './object-base.ts';
import type { ObjectKind } from './objects.ts';
import type { HubSpotRecord } from './property-value.ts';
import { makeValueReader, type ValueReader } from './value-reader.ts';

/** A property as far as its values are read by it. */
export interface PropertyToRead {
  readonly name: string;
  /** HubSpot's word: `string`, `number`, `bool`, `date`, `datetime`, `enumeration`. */
  readonly type: string;
}

/** Moments are ISO text and days `2026-03-01`, so that a row is JSON as it is. */
export type PropertyValue = string | number | boolean | null;

/** An object of any type, its values by the types of their properties. */
export interface HubSpotObject extends ObjectBase {
  readonly objectType: string;
  readonly values: Readonly<Record<string, PropertyValue>>;
  readonly mergedIds: readonly string[];
}

const DAY_CHARS = 10;

const valueBy = (reader: ValueReader, { name, type }: PropertyToRead): PropertyValue => {
  if (type === 'number') return reader.number(name);
  if (type === 'bool') return reader.flag(name);
  if (type === 'datetime') return reader.moment(name)?.toISOString() ?? null;
  if (type === 'date') return reader.moment(name)?.toISOString().slice(0, DAY_CHARS) ?? null;
  return reader.text(name);
};

const datesOf = (objectType: string): DateProperties => ({
  created: ['notes', 'tasks'].includes(objectType) ? 'hs_createdate' : 'createdate',
  modified: objectType === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate',
});

/** What is asked for whether it was named or not: without it changes and merges could not be followed. */
const ALWAYS = ['hs_merged_object_ids', 'hs_calculated_merged_vids'];

/** A type of object with the properties to read of it. */
export const anyObjectKind = (
  objectType: string,
  properties: readonly PropertyToRead[],
): ObjectKind<HubSpotObject> => {
  const dates = datesOf(objectType);
  return {
    objectType,
    modifiedProperty: dates.modified,
    properties: [...properties.map(({ name }) => name), ...ALWAYS, dates.created, dates.modified],
    fromRecord: (record: HubSpotRecord) => {
      const reader = makeValueReader(record.properties);
      return {
        ...baseOf(record, reader, dates, []),
        objectType,
        values: Object.fromEntries(properties.map((property) => [property.name, valueBy(reader, property)])),
        mergedIds: mergedIdsOf(reader, record.id),
      };
    },
  };
};
