import type { HistoryEntry } from '@sherpa/api';
import { z } from 'zod';
import { toTable } from '../output/table.ts';
import { fieldName, fieldText } from './field-text.ts';

const columns = [
  { title: 'ID' },
  { title: 'AT' },
  { title: 'WHAT' },
  { title: 'DETAIL', max: 100 },
  { title: 'CAUSE', max: 80 },
] as const;

const changesSchema = z
  .array(z.object({ field: z.string(), from: z.unknown().optional(), to: z.unknown().optional() }))
  .catch([]);

const causeSchema = z
  .object({
    kind: z.string().catch(''),
    by: z.string().optional(),
    reason: z.string().nullish(),
    objects: z.array(z.string()).default([]),
  })
  .catch({ kind: '', objects: [] });

const changeText = (
  { field, from, to }: z.infer<typeof changesSchema>[number],
  currency: string | null,
): string => `${fieldName(field)}: ${fieldText(field, from, currency)} → ${fieldText(field, to, currency)}`;

const detailOf = (
  { kind, changes, otherId, objects, undone }: HistoryEntry,
  currency: string | null,
): string => {
  if (kind === 'changed')
    return changesSchema
      .parse(changes)
      .map((change) => changeText(change, currency))
      .join('; ');
  return `${otherId ?? ''} (${objects.join(', ')})${undone ? ', undone' : ''}`;
};

const bySources = (kind: HistoryEntry['kind'], objects: readonly string[]): string => {
  if (kind !== 'changed') return 'by their keys';
  return objects.length === 0 ? 'by what is tied to it' : `read from ${objects.join(', ')}`;
};

/** Who did it and why, in words. */
const causeOf = ({ kind, cause }: HistoryEntry): string => {
  const { by, reason, objects } = causeSchema.parse(cause);
  if (by === undefined) return bySources(kind, objects);
  return reason === null || reason === undefined ? `by ${by}` : `by ${by}: ${reason}`;
};

/** What happened to a customer, as an aligned table; `currency` is that of its balance. */
export const toHistoryTable = (
  entries: readonly HistoryEntry[],
  currency: string | null,
): readonly string[] =>
  toTable(
    columns,
    entries.map((entry) => [entry.id, entry.at, entry.kind, detailOf(entry, currency), causeOf(entry)]),
  );
