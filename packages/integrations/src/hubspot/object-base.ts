import { dateOf, firstDate, type HubSpotRecord } from './property-value.ts';
import type { ValueProblem, ValueReader } from './value-reader.ts';

/** What every object has, of whatever type. */
export interface ObjectBase {
  readonly id: string;
  readonly archived: boolean;
  readonly createdAt: Date | null;
  readonly modifiedAt: Date | null;
  /** The properties asked for beyond the known ones, by HubSpot's name. */
  readonly custom: Readonly<Record<string, string | null>>;
  /** Values that did not fit their property and are null here. */
  readonly problems: readonly ValueProblem[];
}

/** The names of the two dates of a type. */
export interface DateProperties {
  readonly created: string;
  readonly modified: string;
}

/** Maps what every object has. Its `problems` grow while the reader goes on reading. */
export const baseOf = (
  record: HubSpotRecord,
  reader: ValueReader,
  dates: DateProperties,
  custom: readonly string[],
): ObjectBase => ({
  id: record.id,
  archived: record.archived,
  createdAt: dateOf(record.createdAt) ?? reader.moment(dates.created),
  modifiedAt: reader.moment(dates.modified) ?? firstDate(record.updatedAt, record.createdAt),
  custom: Object.fromEntries(custom.map((name) => [name, reader.text(name)])),
  problems: reader.problems,
});

/**
 * Every id that went up in an object, never its own. Cumulative: a later change brings the same ones
 * again.
 */
export const mergedIdsOf = (reader: ValueReader, id: string): readonly string[] => {
  // "id:milliseconds", for contacts only; it misses chained merges, so both properties are read.
  const calculated = reader.list('hs_calculated_merged_vids').map((part) => part.split(':', 1).join(''));
  const all = new Set([...reader.list('hs_merged_object_ids'), ...calculated]);
  return [...all].filter((merged) => merged !== '' && merged !== id);
};
