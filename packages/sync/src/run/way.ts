import { placeAfter } from './next-place.ts';
import type { Place } from './page-read.ts';
import { parsePhase, parsePosition } from './position.ts';
import { readAhead, type Failed, type ReadAhead, type Taken } from './read-ahead.ts';
import { recover } from './recover.ts';
import type { RunContext } from './run-context.ts';

const startOf = ({ run }: RunContext): Place => ({
  phase: parsePhase(run.phase) ?? (run.mode === 'incremental' ? 'changes' : 'list'),
  position: parsePosition(run.position),
});

/** A way through pages, and how it goes on where reading ahead has come to an end. */
export interface Way {
  readonly take: (pages: number, most: number) => Promise<Taken>;
  readonly goTo: (place: Place) => void;
  readonly stop: () => void;
}

/** Reads from one place to the next, by another way where a page cannot be read. */
export const makeWay = (on: RunContext): Way => {
  let place = startOf(on);
  let ahead: ReadAhead | undefined;
  const recoverFrom = async (pages: number, { at, thrown }: Failed): Promise<Taken | undefined> => {
    ahead = undefined;
    const recovery = await recover(on, pages, at, thrown);
    if ('read' in recovery) return { read: recovery.read, next: placeAfter(on, recovery.read) };
    place = recovery.at;
    return undefined;
  };
  return {
    take: async (pages, most) => {
      for (;;) {
        ahead ??= readAhead(on, place, most);
        const came = await ahead.take();
        if (came === undefined) ahead = undefined;
        else if ('read' in came) return came;
        else {
          const other = await recoverFrom(pages, came);
          if (other !== undefined) return other;
        }
      }
    },
    goTo: (next) => {
      place = next;
    },
    stop: () => ahead?.stop(),
  };
};
