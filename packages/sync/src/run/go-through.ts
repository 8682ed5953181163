import { noteTotal, type AbsentObjects } from '@sherpa/db';
import { placeAfter } from './next-place.ts';
import type { PageRead, Place } from './page-read.ts';
import type { Taken } from './read-ahead.ts';
import { progressOf, type RunContext } from './run-context.ts';
import { begin, reportOf, type RunReport, type Tally } from './run-report.ts';
import type { RunRequest } from './run-request.ts';
import { makeWay, type Way } from './way.ts';
import { compare, writePage } from './write-page.ts';

/** So many objects may be gone at once without anybody wondering. */
const FEW = 20;
const MOST_ABSENT = 0.5;

const isDoubtful = ({ known, absent }: AbsentObjects): boolean =>
  absent > FEW && absent > known * MOST_ABSENT;

const totalOf = async (on: RunContext): Promise<number | null> => {
  const { run, stream, deps } = on;
  if (run.mode === 'incremental' || run.pages > 0 || run.estimatedTotal !== null) return run.estimatedTotal;
  // Only for people: what keeps it from being told will be told by the first page.
  const total = await stream.count({ signal: deps.signal }).catch(() => undefined);
  if (total !== undefined) await deps.withTenant((tx) => noteTotal(tx, run, total));
  return total ?? null;
};

/** What came of what was read, and where the run goes on. */
interface Step {
  readonly tally: Tally;
  readonly next: Place | undefined;
}

const takeCompare = async (
  on: RunContext,
  tally: Tally,
  read: PageRead,
  request: RunRequest,
): Promise<Step> => {
  const after = (found: AbsentObjects): Place | undefined => {
    const isNothing = found.absent === 0 || (isDoubtful(found) && !request.acceptAbsence);
    return isNothing ? undefined : placeAfter(on, read);
  };
  const { page, found, next } = await compare(on, tally.pages, read, after);
  const doubted = isDoubtful(found) && next === undefined ? found : undefined;
  return { tally: { ...tally, pages: page.pages, doubted }, next };
};

const takePage = async (on: RunContext, tally: Tally, { read, next }: Taken): Promise<Step> => {
  const page = await writePage(on, tally.pages, read, next);
  return {
    next,
    tally: {
      ...tally,
      pages: page.pages,
      rows: page.rows,
      changed: tally.changed + page.changed,
      quarantined: [...tally.quarantined, ...page.poison],
    },
  };
};

const goAlong = async (on: RunContext, request: RunRequest, way: Way): Promise<RunReport | undefined> => {
  const total = await totalOf(on);
  let tally = begin(on);
  for (let left = request.mostPages; left > 0;) {
    const taken = await way.take(tally.pages, left);
    const { read } = taken;
    if (read.isForgotten === true) return undefined;
    const step: Step =
      read.from.phase === 'compare'
        ? await takeCompare(on, tally, read, request)
        : await takePage(on, tally, taken);
    ({ tally } = step);
    on.deps.onProgress?.(progressOf(on, tally.rows, total));
    if (step.next === undefined) return reportOf(on, tally, true);
    way.goTo(step.next);
    left -= read.pages ?? 1;
  }
  return reportOf(on, tally, false);
};

/** Goes through pages until all is read, or as many are as one task may; undefined where it must begin anew. */
export const goThrough = async (on: RunContext, request: RunRequest): Promise<RunReport | undefined> => {
  const way = makeWay(on);
  try {
    return await goAlong(on, request, way);
  } finally {
    way.stop();
  }
};
