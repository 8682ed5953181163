import type { MovableClock } from '../clock.ts';
import { Refusal } from '../http/refusal.ts';
import type { Answer } from '../http/reply.ts';
import type { Route, VendorRequest } from '../http/route.ts';
import type { WorldLife } from '../life/world-life.ts';
import type { JournalEntry, WriteEntry } from './entry.ts';
import type { Journal } from './journal.ts';

export interface ReplayDeps {
  readonly clock: MovableClock;
  readonly life: WorldLife;
  readonly journal: Pick<Journal, 'find'>;
  /** Writes Notion's templates that are due. */
  writeTemplates(): void;
}

const toRequest = ({ headers, ...kept }: WriteEntry['request']): VendorRequest => ({
  ...kept,
  query: kept.query,
  body: kept.body,
  header: (name) => headers[name.toLowerCase()],
});

/** What the route answers now, a refusal too; nothing where it fails, as it may have before. */
const answerOf = async (route: Route, request: VendorRequest): Promise<Answer | undefined> => {
  try {
    return await route.handle(request);
  } catch (err) {
    return err instanceof Refusal ? err.answer : undefined;
  }
};

const isWithin = (entry: JournalEntry | undefined, step: number): boolean =>
  entry !== undefined && 'step' in entry && entry.step !== undefined && entry.step <= step;

/** Does once more what a journal holds, each thing at its moment; gives back whether people were asked for last. */
export const replay = async (
  { clock, life, journal, writeTemplates }: ReplayDeps,
  entries: readonly JournalEntry[],
): Promise<boolean> => {
  let next = 0;
  let people = false;
  const redo = async (entry: WriteEntry): Promise<void> => {
    const found = journal.find(entry);
    if (found === undefined) return;
    const request = toRequest(entry.request);
    const answer = await clock.at(entry.atMs, () => answerOf(found.route, request));
    if (answer !== undefined) clock.at(entry.atMs, () => found.onRedone(request, answer));
  };
  const doOne = async (entry: JournalEntry): Promise<void> => {
    switch (entry.kind) {
      case 'write':
        return redo(entry);
      case 'templates':
        return clock.at(entry.atMs, writeTemplates);
      case 'start':
        if (entry.people !== people) clock.at(entry.atMs, () => life.setPeople(entry.people));
        people = entry.people;
        return undefined;
      case 'journey':
        return life.live(entry, async (steps) => {
          for (; isWithin(entries[next], steps); next += 1) await doAt(next);
        });
    }
  };
  const doAt = async (index: number): Promise<void> => {
    const entry = entries[index];
    if (entry !== undefined) await doOne(entry);
  };
  while (next < entries.length) {
    next += 1;
    await doAt(next - 1);
  }
  return people;
};
