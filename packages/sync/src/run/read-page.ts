import { readAbsent } from '@sherpa/db';
import type { EventRows } from '../stream/define-stream.ts';
import type { MirrorRows } from '../stream/bind-stream.ts';
import { getCarefully } from './get-carefully.ts';
import type { PageRead, Place } from './page-read.ts';
import { askingOf, type RunContext } from './run-context.ts';

const SUSPICIOUS_FAILURES = 2;

const EPOCH = new Date(0);

const limitOf = ({ stream }: RunContext, { position }: Place): number => position.limit ?? stream.pageSize;

const toRead = (from: Place, read: MirrorRows, observedAt: Date): PageRead => ({
  from,
  ...read,
  next: read.next,
  poison: [],
  observedAt,
  counted: read.rows.length,
});

const careOf = (on: RunContext, { position }: Place) => ({
  asking: askingOf(on),
  isSuspicious: (position.failures ?? 0) >= SUSPICIOUS_FAILURES,
});

const slicesAt = async (on: RunContext, { position }: Place): Promise<readonly string[] | undefined> =>
  position.slices ?? (await on.stream.slices?.({ signal: on.deps.signal }));

const readList = async (on: RunContext, at: Place): Promise<PageRead> => {
  const slices = await slicesAt(on, at);
  const asking = askingOf(on);
  if (slices?.length === 0) return toRead(at, { rows: [], gone: [] }, asking.askedAt);
  const page = { after: at.position.after, limit: limitOf(on, at), slice: slices?.[0] };
  return { ...toRead(at, await on.stream.list(page, asking), asking.askedAt), slices };
};

/** All of what the archive holds is gone; what it was is kept as it is in the mirror. */
const readArchived = async (on: RunContext, at: Place): Promise<PageRead> => {
  const asking = askingOf(on);
  const page = { after: at.position.after, limit: limitOf(on, at) };
  const { rows, next } = (await on.stream.archived?.(page, asking)) ?? { rows: [], next: undefined };
  const gone = rows.map(({ externalId }) => ({ externalId, reason: 'archived' as const }));
  return { ...toRead(at, { rows: [], gone, next }, asking.askedAt), counted: 0 };
};

const isForgotten = ({ stream, run }: RunContext, { newestAt }: EventRows): boolean => {
  const { changes } = stream;
  if (changes.kind === 'modified' || newestAt === undefined || run.since === null) return false;
  return newestAt.getTime() - run.since.getTime() > changes.keptMs;
};

/** What events name is asked for as it is now, once a task: later pages hold earlier events. */
const readEvents = async (on: RunContext, at: Place, events: EventRows): Promise<PageRead> => {
  const goneIds = new Set(events.goneIds);
  const ids = [...new Set(events.ids)].filter((id) => !on.refetched.has(id) && !goneIds.has(id));
  const care = careOf(on, at);
  const got = await getCarefully(on.stream, ids, care);
  for (const id of [...ids, ...goneIds]) on.refetched.add(id);
  const gone = [
    ...got.gone,
    ...[...goneIds].map((externalId) => ({ externalId, reason: 'deleted' as const })),
  ];
  return {
    ...toRead(at, { rows: got.rows, gone, next: events.next }, care.asking.askedAt),
    poison: got.poison,
    isForgotten: isForgotten(on, events),
  };
};

const readChanges = async (on: RunContext, at: Place): Promise<PageRead> => {
  const { changes } = on.stream;
  const slices = await slicesAt(on, at);
  const asking = askingOf(on);
  const since = on.run.since ?? EPOCH;
  const page = { since, after: at.position.after, limit: limitOf(on, at), slice: slices?.[0] };
  if (changes.kind === 'events') return readEvents(on, at, await changes.list(page, asking));
  return { ...toRead(at, await changes.list(page, asking), asking.askedAt), slices };
};

/** What a listing lacked is believed to be gone when it cannot be had by its id either. */
const readConfirm = async (on: RunContext, at: Place): Promise<PageRead> => {
  const page = Number(at.position.after ?? 0);
  const ids = await on.deps.withTenant((tx) => readAbsent(tx, on.run, page));
  const care = careOf(on, at);
  if (ids === undefined) return { ...toRead(at, { rows: [], gone: [] }, care.asking.askedAt), counted: 0 };
  const got = await getCarefully(on.stream, ids, care);
  const gone = got.gone.map((one) =>
    one.reason === 'deleted' ? { ...one, reason: 'absent' as const } : one,
  );
  const read = toRead(at, { ...got, gone, next: String(page + 1) }, care.asking.askedAt);
  return { ...read, poison: got.poison, counted: 0 };
};

/** Reads the page at that place of the run; `compare` holds nothing to read. */
export const readPage = async (on: RunContext, at: Place): Promise<PageRead> => {
  switch (at.phase) {
    case 'list':
      return readList(on, at);
    case 'changes':
      return readChanges(on, at);
    case 'archived':
      return readArchived(on, at);
    case 'confirm':
      return readConfirm(on, at);
    case 'compare':
      return { ...toRead(at, { rows: [], gone: [] }, on.now()), counted: 0 };
  }
};
