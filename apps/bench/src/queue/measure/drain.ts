import { AppError } from '@sherpa/core';
import type { Run } from '../run.ts';
import type { Session } from '../session.ts';
import { perTask, readCpu, readMemory } from './usage.ts';
import { verify } from './verify.ts';
import {
  audit,
  momentsOf,
  produce,
  ranSoFar,
  settle,
  sizeOf,
  startWorkers,
  stopWorkers,
  waitForRuns,
  type Range,
} from './work.ts';

export interface DrainOptions {
  /** `bulk`: a thousand in a call. `single`: each task by itself, with a job of its own. */
  readonly added: 'bulk' | 'single';
  readonly tasks: number;
  readonly concurrency: number;
  /** A slow one is stopped then; its rate is that of what it has done. */
  readonly capMs: number;
}

export const BULK = 1_000;
/** Producers that each add one by one: as many as make the adding quick without putting tasks together. */
const LANES = 16;

/** Throws unless every task that was added by itself is an entry of the queue by itself. */
const checkSingles = async (session: Session, tasks: number): Promise<void> => {
  const { queued } = await audit(session);
  if (queued !== tasks) {
    throw new AppError('Tasks that were added one by one have no jobs of their own.', {
      details: { contestant: session.contestant, tasks, queued },
    });
  }
};

const add = async (session: Session, range: Range, added: DrainOptions['added']): Promise<Run> => {
  const how =
    added === 'bulk' ? ({ mode: 'bulk', width: BULK } as const) : ({ mode: 'lanes', width: LANES } as const);
  const before = await readCpu(session);
  const { startedAt, endedAt } = await produce(session, range, how);
  const after = await readCpu(session);
  const [tasks, seconds] = [sizeOf(range), (endedAt - startedAt) / 1_000];
  if (added === 'single') await checkSingles(session, tasks);
  return {
    contestant: session.contestant,
    measure: 'enqueue-bulk',
    variant: '',
    tasks,
    seconds,
    value: tasks / seconds,
    unit: 'tasks/s',
    cpuUs: perTask(before, after, tasks),
  };
};

/** Fills the queue, then lets the workers empty it; what filling it in bulk took is a run of its own. */
export const drain = async (session: Session, options: DrainOptions): Promise<readonly Run[]> => {
  const range = session.take(options.tasks);
  const added = await add(session, range, options.added);
  await session.servers.tidy(session.databaseUrl);
  const before = await readCpu(session);
  const startedAt = await startWorkers(session, options.concurrency, range);
  const isAll = await waitForRuns(session, options.tasks, options.capMs);
  const settledAt = isAll ? await settle(session) : undefined;
  const after = await readCpu(session);
  const residentBytes = await readMemory(session);
  const { firstAt, lastAt } = momentsOf(session);
  const tasks = ranSoFar(session);
  await stopWorkers(session);
  await verify(session, range);
  const seconds = ((settledAt ?? lastAt) - Math.min(startedAt, firstAt)) / 1_000;
  const drained: Run = {
    contestant: session.contestant,
    measure: options.added === 'bulk' ? 'drain-bulk' : 'drain-single',
    variant: `c=${options.concurrency} w=${session.workers.length}`,
    tasks,
    seconds,
    value: tasks / seconds,
    unit: 'tasks/s',
    cpuUs: perTask(before, after, tasks),
    residentBytes,
    isCut: !isAll,
    leavesTasks: !isAll,
  };
  return options.added === 'bulk' ? [drained, added] : [drained];
};
