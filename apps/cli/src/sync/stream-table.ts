import type { QuarantinedObject, SyncStream } from '@sherpa/api';
import { z } from 'zod';
import { describeDuration, describeMoment } from '../output/moment.ts';
import { toTable } from '../output/table.ts';

const columns = [
  { title: 'STREAM' },
  { title: 'VENDOR' },
  { title: 'FRESH AS OF' },
  { title: 'LIMIT', align: 'right' },
  { title: 'LAST FULL' },
  { title: 'NOW', max: 70 },
  { title: 'LEFT OUT', align: 'right' },
  { title: 'NOTE', max: 90 },
] as const;

const SECOND_MS = 1_000;

const describeRun = ({ run, lane }: SyncStream): string => {
  if (run === null) return 'rests';
  const { mode, phase, rows, estimatedTotal, rowsPerSecond, secondsLeft } = run;
  const of = estimatedTotal === null ? `${rows} rows` : `${rows} of ${estimatedTotal} rows`;
  const left = secondsLeft === null ? '' : `, ${describeDuration(secondsLeft * SECOND_MS)} left`;
  return `${lane === 'audit' ? 'audit' : mode}, ${phase}: ${of}, ${Math.round(rowsPerSecond)}/s${left}`;
};

const errorSchema = z.object({ code: z.string(), scopes: z.array(z.string()).default([]) });

const describeNote = ({ isStale, error }: SyncStream): string => {
  const { code = '', scopes = [] } = errorSchema.safeParse(error).data ?? {};
  const needs = scopes.length === 0 ? '' : ` (needs ${scopes.join(', ')})`;
  return [isStale ? 'stale' : '', `${code}${needs}`].filter((part) => part !== '').join('; ');
};

/** Streams as an aligned table. An audit has a line of its own only while it runs. */
export const toStreamTable = (streams: readonly SyncStream[], now: Date): readonly string[] =>
  toTable(
    columns,
    streams
      .filter(({ lane, run }) => lane === 'sync' || run !== null)
      .map((one) => [
        one.stream,
        one.system,
        describeMoment(one.freshAt, now),
        describeDuration(one.freshWithinMs),
        describeMoment(one.lastFullAt, now),
        describeRun(one),
        String(one.quarantined),
        describeNote(one),
      ]),
  );

const quarantineColumns = [
  { title: 'STREAM' },
  { title: 'TYPE' },
  { title: 'ID' },
  { title: 'WHY' },
  { title: 'TRIES', align: 'right' },
  { title: 'FIRST' },
  { title: 'LAST' },
] as const;

/** What is left out, as an aligned table. */
export const toQuarantineTable = (objects: readonly QuarantinedObject[], now: Date): readonly string[] =>
  toTable(
    quarantineColumns,
    objects.map((one) => [
      one.stream,
      one.objectType,
      one.externalId,
      one.why,
      String(one.attempts),
      describeMoment(one.firstSeenAt, now),
      describeMoment(one.lastSeenAt, now),
    ]),
  );
