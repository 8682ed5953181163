import type { PageRead, Place } from './page-read.ts';
import type { Phase, Position } from './position.ts';
import type { RunContext } from './run-context.ts';

/** Pages of what is archived that are worth reading at every run. */
const FEW_ARCHIVED = 1_000;
const ARCHIVED_EVERY_MS = 3_600_000;
const TAIL = 5;

const isArchiveDue = ({ stream, run, state }: RunContext): boolean => {
  if (stream.archived === undefined) return false;
  if (run.mode !== 'incremental') return true;
  const { lastArchivedAt = null, lastArchivedRows = null } = state ?? {};
  if (lastArchivedAt === null || lastArchivedRows === null || lastArchivedRows <= FEW_ARCHIVED) return true;
  return run.startedAt.getTime() - lastArchivedAt.getTime() >= ARCHIVED_EVERY_MS;
};

/** The phases of a run, in their order. */
const phasesOf = (on: RunContext): readonly Phase[] => [
  on.run.mode === 'incremental' ? 'changes' : 'list',
  ...(isArchiveDue(on) ? (['archived'] as const) : []),
  ...(on.run.provesAbsence ? (['compare', 'confirm'] as const) : []),
];

const phaseAfter = (on: RunContext, phase: Phase): Phase | undefined => {
  const all = phasesOf(on);
  return all[all.indexOf(phase) + 1];
};

/** A page that came lets the next one be larger again. */
const grown = (limit: number | undefined, pageSize: number): number | undefined =>
  limit === undefined || limit * 2 >= pageSize ? undefined : limit * 2;

const archivedSoFar = ({ from, gone }: PageRead): number | undefined => {
  const { archivedRows } = from.position;
  return from.phase === 'archived' ? (archivedRows ?? 0) + gone.length : archivedRows;
};

const inSamePhase = (on: RunContext, read: PageRead, next: Pick<Position, 'after' | 'slices'>): Place => {
  const { position, phase } = read.from;
  return {
    phase,
    position: {
      ...next,
      limit: grown(position.limit, on.stream.pageSize),
      restarts: position.restarts,
      archivedRows: archivedSoFar(read),
      ...(on.stream.isKeyset && next.after !== undefined
        ? { tail: read.rows.slice(-TAIL - 1, -1).map(({ externalId }) => externalId) }
        : {}),
    },
  };
};

/** Where a run goes on after what was read; undefined where that was all. */
export const placeAfter = (on: RunContext, read: PageRead): Place | undefined => {
  if (read.next !== undefined) return inSamePhase(on, read, { after: read.next, slices: read.slices });
  const rest = read.slices?.slice(1) ?? [];
  if (rest.length > 0) return inSamePhase(on, read, { after: undefined, slices: rest });
  const phase = phaseAfter(on, read.from.phase);
  return phase === undefined ? undefined : { phase, position: { archivedRows: archivedSoFar(read) } };
};
