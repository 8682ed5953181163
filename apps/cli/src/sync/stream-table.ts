import type { QuarantinedObject, SyncStream } from '@sherpa/api';
import { z } from 'zod';
import { describeDuration, describeMoment } from '../output/moment.ts';
import { plain } from '../output/plain.ts';
import { toTable } from '../output/table.ts';

const accountColumns = [{ title: 'CONNECTION' }] as const;

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

interface OfConnection {
  readonly system: string;
  readonly connectionId: string;
  readonly connection: string | null;
}

/** Only where a vendor has several connections does anybody have to tell them apart. */
const hasSeveral = (all: readonly OfConnection[]): boolean =>
  new Set(all.map(({ system, connectionId }) => `${system} ${connectionId}`)).size >
  new Set(all.map(({ system }) => system)).size;

const nameOf = ({ connection, connectionId }: OfConnection): string => connection ?? connectionId;

/** A table with a column for the connection in front, where there is something to tell apart. */
const toAccountTable = <T extends OfConnection>(
  titles: Parameters<typeof toTable>[0],
  all: readonly T[],
  cellsOf: (one: T) => readonly string[],
): readonly string[] => {
  const isApart = hasSeveral(all);
  return toTable(
    isApart ? [...accountColumns, ...titles] : titles,
    all.map((one) => (isApart ? [nameOf(one), ...cellsOf(one)] : cellsOf(one))),
  );
};

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
  toAccountTable(
    columns,
    streams.filter(({ lane, run }) => lane === 'sync' || run !== null),
    (one) => [
      one.stream,
      one.system,
      describeMoment(one.freshAt, now),
      describeDuration(one.freshWithinMs),
      describeMoment(one.lastFullAt, now),
      describeRun(one),
      String(one.quarantined),
      describeNote(one),
    ],
  );

/** What to do about an object that is left out. */
const todoOf = ({ stream, why }: QuarantinedObject): string => {
  const again = `npx pnpm sherpa sync run ${stream} --audit`;
  return why === 'integration_rejected' || why === 'integration_unauthorized'
    ? `Let the app see it at the vendor (scopes, sharing), then: ${again}`
    : `Every audit tries it again, on its own. Edit it at the vendor where it looks odd, then: ${again}`;
};

/** `page_content` is the content of a page. */
const objectOf = ({ objectType }: QuarantinedObject): string => objectType.replaceAll('_', ' ');

/** What is left out, each with what it is, why, and what to do. */
export const toQuarantineLines = (objects: readonly QuarantinedObject[], now: Date): readonly string[] =>
  objects.flatMap((one) => {
    const called = one.title === null ? '' : ` “${plain(one.title)}”`;
    const account = one.connection === null ? '' : ` ${plain(one.connection)}`;
    const tried = one.attempts === 1 ? 'once' : `${one.attempts} times`;
    const seen = `first ${describeMoment(one.firstSeenAt, now)}, last ${describeMoment(one.lastSeenAt, now)}`;
    return [
      `${one.stream}: ${objectOf(one)} ${plain(one.externalId)}${called} of ${one.system}${account} is left out`,
      ...(one.url === null ? [] : [`  see   ${plain(one.url)}`]),
      `  why   ${one.why}: it could not be read or stored; tried ${tried}, ${seen}`,
      `  do    ${todoOf(one)}`,
    ];
  });
