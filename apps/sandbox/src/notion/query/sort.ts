import { z } from 'zod';
import { invalid } from '../errors.ts';
import { minuteOf } from '../minute.ts';
import { findProperty, type PropertyValue } from '../properties/property.ts';
import { valueOf } from '../properties/wire-property.ts';
import type { DataSourceRecord, PageRecord } from '../records.ts';
import { plainOf } from '../rich-text.ts';

const direction = z.enum(['ascending', 'descending']);

/** How the rows of a query are to be ordered. */
export const sortsSchema = z
  .array(
    z.union([
      z.object({ timestamp: z.enum(['created_time', 'last_edited_time']), direction }),
      z.object({ property: z.string(), direction }),
    ]),
  )
  .max(100);

type Sort = z.output<typeof sortsSchema>[number];
type SortKey = (page: PageRecord) => string | number;

const textOf = (value: PropertyValue): string => {
  if (value.kind === 'text') return plainOf(value.parts).toLowerCase();
  if (value.kind === 'line') return value.line ?? '';
  if (value.kind === 'option') return value.name ?? '';
  return value.kind === 'date' ? (value.date?.start ?? '') : '';
};

const orderOf = (value: PropertyValue): string | number => {
  if (value.kind === 'number') return value.number ?? Number.POSITIVE_INFINITY;
  return value.kind === 'flag' ? Number(value.flag) : textOf(value);
};

const keyOf = (source: DataSourceRecord, sort: Sort): SortKey => {
  if ('timestamp' in sort) {
    return (page) => minuteOf(sort.timestamp === 'created_time' ? page.createdMs : page.editedMs);
  }
  const config = findProperty(source.properties, sort.property);
  if (config === undefined) throw invalid(`Could not find sort property with name or id: ${sort.property}`);
  return (page) => {
    const value = valueOf(page, config);
    return value === undefined
      ? minuteOf(config.type === 'created_time' ? page.createdMs : page.editedMs)
      : orderOf(value);
  };
};

const compare = (left: string | number, right: string | number): number => {
  if (left === right) return 0;
  return left < right ? -1 : 1;
};

/** Rows in the order asked for; those that are equal in it stay in the order of their making. */
export const sortRows = (
  source: DataSourceRecord,
  rows: readonly PageRecord[],
  sorts: readonly Sort[],
): readonly PageRecord[] => {
  if (sorts.length === 0) return rows;
  const keys = sorts.map((sort) => ({
    key: keyOf(source, sort),
    sign: sort.direction === 'ascending' ? 1 : -1,
  }));
  // Read once for each row, and not for each two that are compared.
  return rows
    .map((row) => ({ row, values: keys.map(({ key }) => key(row)) }))
    .toSorted((left, right) => {
      for (const [index, { sign }] of keys.entries()) {
        const order = sign * compare(left.values[index] ?? '', right.values[index] ?? '');
        if (order !== 0) return order;
      }
      return 0;
    })
    .map(({ row }) => row);
};
