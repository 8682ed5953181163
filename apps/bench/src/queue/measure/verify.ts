import { AppError } from '@sherpa/core';
import { answerSchemas } from '../process/protocol.ts';
import type { Session } from '../session.ts';
import { audit, sizeOf, type Range } from './work.ts';

/** How often each task of the range ran, over all workers. */
const countRuns = async ({ workers }: Session, range: Range) => {
  const tallies = await Promise.all(
    workers.map((worker) => worker.ask({ call: 'tally' }, answerSchemas.tally)),
  );
  const runs = new Uint32Array(sizeOf(range));
  for (const tally of tallies)
    for (const [index, count] of tally.runs.entries()) runs[index] = (runs[index] ?? 0) + count;
  const strangers = tallies.reduce((sum, tally) => sum + tally.strangers, 0);
  return {
    once: runs.filter((count) => count === 1).length,
    often: runs.filter((count) => count > 1).length,
    strangers,
  };
};

/**
 * Throws unless each task of the range ran once, or still waits where the run was cut, and the ledger,
 * where there is one, holds a completed task and an event for all that was done; answers how many ran.
 */
export const verify = async (session: Session, range: Range): Promise<number> => {
  const { once, often, strangers } = await countRuns(session, range);
  const { left, rows } = await audit(session);
  const done = session.books.done + once;
  const isComplete = once + left === sizeOf(range) && often === 0 && strangers === 0;
  const isRecorded = rows === null || (rows.completed === done && rows.events === done);
  session.books.done = done;
  if (isComplete && isRecorded) return once;
  throw new AppError('Tasks were lost, done twice or not recorded.', {
    details: {
      contestant: session.contestant,
      wanted: sizeOf(range),
      once,
      often,
      strangers,
      left,
      rows,
      done,
    },
  });
};
