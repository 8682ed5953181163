import type { Run } from '../run.ts';
import type { Session } from '../session.ts';
import { BULK } from './drain.ts';
import { perTask, readCpu, readMemory } from './usage.ts';
import { verify } from './verify.ts';
import { momentsOf, produce, ranSoFar, settle, startWorkers, stopWorkers, waitForRuns } from './work.ts';

export interface TogetherOptions {
  readonly tasks: number;
  readonly concurrency: number;
  readonly capMs: number;
}

/** Adds in bulk while the workers are at work: from the first call to the last task's record. */
export const together = async (session: Session, options: TogetherOptions): Promise<Run> => {
  const range = session.take(options.tasks);
  await session.servers.tidy(session.databaseUrl);
  await startWorkers(session, options.concurrency, range);
  const before = await readCpu(session);
  const [{ startedAt }, isAll] = await Promise.all([
    produce(session, range, { mode: 'bulk', width: BULK }),
    waitForRuns(session, options.tasks, options.capMs),
  ]);
  const settledAt = isAll ? await settle(session) : undefined;
  const after = await readCpu(session);
  const residentBytes = await readMemory(session);
  const tasks = ranSoFar(session);
  const seconds = ((settledAt ?? momentsOf(session).lastAt) - startedAt) / 1_000;
  await stopWorkers(session);
  await verify(session, range);
  return {
    contestant: session.contestant,
    measure: 'together',
    variant: `c=${options.concurrency}`,
    tasks,
    seconds,
    value: tasks / seconds,
    unit: 'tasks/s',
    cpuUs: perTask(before, after, tasks),
    residentBytes,
    isCut: !isAll,
    leavesTasks: !isAll,
  };
};
