import type { QuarantinedObject, SyncStream } from '@sherpa/api';
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

const describeNote = ({ isStale, error }: SyncStream): string => {
  const code =
    typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const scopes =
    typeof error === 'object' && error !== null && 'scopes' in error && Array.isArray(error.scopes)
      ? ` (needs ${error.scopes.join(', ')})`
      : '';
  return [isStale ? 'stale' : '', `${code}${scopes}`].filter((part) => part !== '').join('; ');
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
