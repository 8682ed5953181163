import { notePosition } from '@sherpa/db';
import { isDeadToken, isLost, isUnreadable, whyOf } from './errors.ts';
import type { PageRead, Place } from './page-read.ts';
import { toStored, type Position } from './position.ts';
import { askingOf, type RunContext } from './run-context.ts';

/** A listing whose tokens die again and again is not to be read; tasks and people see it as failed. */
const MOST_RESTARTS = 3;
const SUSPICIOUS_FAILURES = 2;

/** Where to go on after a failure: with another place, or with what was read instead. */
export type Recovery = { readonly at: Place } | { readonly read: PageRead };

const at = (place: Place, position: Position): Recovery => ({ at: { ...place, position } });

/** Another row of the page before, or else the beginning of the listing. */
const withoutToken = (place: Place, thrown: unknown): Recovery => {
  const { position } = place;
  const { tail = [], restarts = 0 } = position;
  const other = tail.at(-1);
  if (other !== undefined) return at(place, { ...position, after: other, tail: tail.slice(0, -1) });
  if (restarts >= MOST_RESTARTS) throw thrown;
  return at(place, { ...position, after: undefined, tail: undefined, restarts: restarts + 1 });
};

/** Leaves out the one object that the page begins with. */
const stepOver = async (on: RunContext, place: Place, thrown: unknown): Promise<Recovery> => {
  const { skip } = on.stream;
  if (skip === undefined || place.phase !== 'list') throw thrown;
  const { after, slices } = place.position;
  const asking = askingOf(on);
  const { id, next } = await skip({ after, limit: 1, slice: slices?.[0] }, asking);
  const poison = [{ externalId: id, ...whyOf(thrown) }];
  return {
    read: { from: place, rows: [], gone: [], poison, next, slices, observedAt: asking.askedAt, counted: 0 },
  };
};

/** No answer came: the next attempt asks for less, since it may be one object that nobody can send. */
const askForLess = async (on: RunContext, pages: number, place: Place): Promise<void> => {
  const { position } = place;
  const failures = (position.failures ?? 0) + 1;
  const limit = position.limit ?? on.stream.pageSize;
  const halved = failures < SUSPICIOUS_FAILURES ? limit : Math.max(1, Math.floor(limit / 2));
  const stored = toStored({ ...position, failures, limit: halved });
  await on.deps.withTenant((tx) => notePosition(tx, on.run, pages, stored));
};

/**
 * What to do about a page that could not be read: without its token where that is dead, in halves where its
 * answer cannot be read, around an object that nobody can read. Throws what it has no way around.
 */
export const recover = async (
  on: RunContext,
  pages: number,
  place: Place,
  thrown: unknown,
): Promise<Recovery> => {
  const { position, phase } = place;
  const limit = position.limit ?? on.stream.pageSize;
  if (phase === 'confirm' || phase === 'compare') throw thrown;
  if (isDeadToken(thrown) && position.after !== undefined) return withoutToken(place, thrown);
  if (isUnreadable(thrown)) {
    if (limit > 1) return at(place, { ...position, limit: Math.floor(limit / 2) });
    return stepOver(on, place, thrown);
  }
  if (!isLost(thrown)) throw thrown;
  if (limit === 1 && (position.failures ?? 0) >= SUSPICIOUS_FAILURES) return stepOver(on, place, thrown);
  await askForLess(on, pages, place);
  throw thrown;
};
