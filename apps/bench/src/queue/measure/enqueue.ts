import type { Run } from '../run.ts';
import type { Session } from '../session.ts';
import { perTask, readCpu, readMemory } from './usage.ts';
import { verify } from './verify.ts';
import { produce, settle, sizeOf, startWorkers, stopWorkers, waitForRuns } from './work.ts';

export interface EnqueueOptions {
  readonly measure: 'enqueue-one' | 'enqueue-100';
  /** Callers at the same time. */
  readonly ways: number;
  /** No more than that are added. */
  readonly tasks: number;
  readonly withinMs: number;
  readonly capMs: number;
}

/** Enough to be done with them soon; what they then cost is not measured here. */
const CLEAR_CONCURRENCY = 200;

/** Adds tasks for a while with nobody at work, then has them done, so that each is known to have been there. */
export const enqueue = async (session: Session, options: EnqueueOptions): Promise<Run> => {
  const wanted = session.take(options.tasks);
  await session.servers.tidy(session.databaseUrl);
  const before = await readCpu(session);
  const how = { mode: 'ways', width: options.ways, withinMs: options.withinMs } as const;
  const { to, startedAt, endedAt } = await produce(session, wanted, how);
  const after = await readCpu(session);
  const residentBytes = await readMemory(session);
  const range = { from: wanted.from, to };
  const tasks = sizeOf(range);
  await startWorkers(session, CLEAR_CONCURRENCY, range);
  const isAll = await waitForRuns(session, tasks, options.capMs);
  if (isAll) await settle(session);
  await stopWorkers(session);
  await verify(session, range);
  const seconds = (endedAt - startedAt) / 1_000;
  return {
    contestant: session.contestant,
    measure: options.measure,
    variant: '',
    tasks,
    seconds,
    value: tasks / seconds,
    unit: 'tasks/s',
    cpuUs: perTask(before, after, tasks),
    residentBytes,
    leavesTasks: !isAll,
  };
};
