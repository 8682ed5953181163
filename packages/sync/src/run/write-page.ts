import {
  findAbsent,
  finishRun,
  mirrorPage,
  placeOf,
  quarantine,
  writeRows,
  type AbsentObjects,
  type Db,
  type MirroredPage,
  type MirrorRow,
  type PoisonObject,
} from '@sherpa/db';
import { isUnstorable, whyOf } from './errors.ts';
import type { PageRead, Place } from './page-read.ts';
import { toStored } from './position.ts';
import { advance, type RunContext } from './run-context.ts';

/** A page that is written. */
export interface WrittenPage extends MirroredPage {
  readonly poison: readonly PoisonObject[];
}

/** What is shown of an id that is too long for an index. */
const MOST_ID = 500;

const termsOf = ({ deps, stream }: RunContext, { from, observedAt }: PageRead) => ({
  observedAt,
  writtenBy: deps.taskId,
  // A search may show what was archived as it was before.
  revives: !(from.phase === 'changes' && stream.changes.kind === 'modified'),
  resolves: stream.makesCustomers,
});

/** Writes rows without those that Postgres cannot store, and finds out which these are. */
const writeHalving = async (
  on: RunContext,
  read: PageRead,
  rows: readonly MirrorRow[],
): Promise<readonly PoisonObject[]> => {
  const [first] = rows;
  if (first === undefined) return [];
  try {
    await on.deps.withTenant((tx) => writeRows(tx, placeOf(on.run), rows, termsOf(on, read)));
    return [];
  } catch (thrown) {
    if (!isUnstorable(thrown)) throw thrown;
    if (rows.length === 1) return [{ externalId: first.externalId.slice(0, MOST_ID), ...whyOf(thrown) }];
    const middle = Math.ceil(rows.length / 2);
    const one = await writeHalving(on, read, rows.slice(0, middle));
    return [...one, ...(await writeHalving(on, read, rows.slice(middle)))];
  }
};

/** A page to be written after so many others, and where the run goes on. */
interface ToWrite {
  readonly pages: number;
  readonly read: PageRead;
  readonly next: Place | undefined;
}

/** What a listing shows is not absent, be it unreadable. */
const seenBy = ({ run }: RunContext, { from, rows, poison }: PageRead): readonly string[] | undefined =>
  run.provesAbsence && from.phase === 'list'
    ? [...rows, ...poison].map(({ externalId }) => externalId)
    : undefined;

const writeIn = async (tx: Db, on: RunContext, { pages, read, next }: ToWrite): Promise<MirroredPage> => {
  const place = next ?? read.from;
  const page = await mirrorPage(tx, on.run, pages, {
    ...termsOf(on, read),
    rows: read.rows,
    gone: read.gone,
    seen: seenBy(on, read),
    checkpoint: {
      phase: place.phase,
      position: toStored(place.position),
      pages: read.pages,
      rows: read.counted,
    },
  });
  await quarantine(tx, on.run, read.poison);
  if (next === undefined) {
    const { phase, position } = read.from;
    const archivedRows =
      phase === 'archived' ? (position.archivedRows ?? 0) + read.gone.length : position.archivedRows;
    await finishRun(tx, on.run, page.pages, { archivedRows });
  }
  return page;
};

/** Writes what was read and where the run goes on; what cannot be stored is left out and told. */
export const writePage = async (
  on: RunContext,
  pages: number,
  read: PageRead,
  next: Place | undefined,
): Promise<WrittenPage> => {
  const write = (what: PageRead) => advance(on, (tx) => writeIn(tx, on, { pages, read: what, next }));
  try {
    return { ...(await write(read)), poison: read.poison };
  } catch (thrown) {
    if (!isUnstorable(thrown) || read.rows.length === 0) throw thrown;
    const found = await writeHalving(on, read, read.rows);
    if (found.length === 0) throw thrown;
    const bad = new Set(found.map(({ externalId }) => externalId));
    const rows = read.rows.filter(({ externalId }) => !bad.has(externalId.slice(0, MOST_ID)));
    const poison = [...read.poison, ...found];
    return { ...(await write({ ...read, rows, poison })), poison };
  }
};

/** Finds what the listing did not have, in the transaction that says that this was done. */
export const compare = (
  on: RunContext,
  pages: number,
  read: PageRead,
  after: (found: AbsentObjects) => Place | undefined,
): Promise<{
  readonly page: MirroredPage;
  readonly found: AbsentObjects;
  readonly next: Place | undefined;
}> =>
  advance(on, async (tx) => {
    const found = await findAbsent(tx, on.run);
    const next = after(found);
    return { page: await writeIn(tx, on, { pages, read, next }), found, next };
  });
