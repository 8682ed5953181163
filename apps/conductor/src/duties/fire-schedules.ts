import { addJobs, prepareTask } from '@sherpa/agent-kit';
import { findWork, newId, scheduleKey, toAppError, workOf, type Contract } from '@sherpa/core';
import {
  declareSchedules,
  insertTasks,
  takeDueSchedules,
  type Database,
  type DueSchedule,
  type IntervalSchedule,
  type NewTask,
} from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import type { Duty } from '../duty.ts';

export interface ScheduleDeps {
  readonly db: Database;
  readonly queue: Queue;
  readonly log: Logger;
  readonly contracts: readonly Contract[];
  readonly everyMs: number;
}

/** The schedules that the contracts ask for. */
export const schedulesOf = (contracts: readonly Contract[]): IntervalSchedule[] =>
  contracts
    .flatMap(workOf)
    .flatMap(({ agent, type, everyMs }) => (everyMs === undefined ? [] : [{ agent, type, everyMs }]));

type TaskDeps = Pick<ScheduleDeps, 'contracts' | 'log'>;

const toTask = ({ contracts, log }: TaskDeps, { tenantId, agent, type }: DueSchedule): NewTask[] => {
  const contract = contracts.find((one) => one.agent === agent);
  if (contract === undefined) return [];
  const request = { tenantId, payload: {}, origin: 'schedule', key: scheduleKey(type) } as const;
  try {
    return [prepareTask(findWork(contract, type), request, newId)];
  } catch (err) {
    // One contract that is wrong about itself must not stop the schedules of all others.
    log.error('A schedule has no task that its contract takes.', { agent, type, error: toAppError(err) });
    return [];
  }
};

const ONE_MINUTE_MS = 60_000;

/** Gives tenants that came since the schedules that the contracts ask for. */
export const makeDeclareSchedules = ({ db, contracts }: Pick<ScheduleDeps, 'db' | 'contracts'>): Duty => ({
  name: 'declare-schedules',
  everyMs: ONE_MINUTE_MS,
  perform: async () => {
    await declareSchedules(db.engine, schedulesOf(contracts));
    return false;
  },
});

/** Enqueues what is due: moving a schedule on and inserting its task are one transaction. */
export const makeFireSchedules = ({ db, queue, log, contracts, everyMs }: ScheduleDeps): Duty => ({
  name: 'fire-schedules',
  everyMs,
  perform: async () => {
    const fired = await db.engine.transaction().execute(async (tx) => {
      const due = await takeDueSchedules(tx, schedulesOf(contracts));
      const tasks = due.flatMap((one) => toTask({ contracts, log }, one));
      const answers = await insertTasks(tx, tasks);
      const inserted = new Set(answers.filter((answer) => answer.inserted).map((answer) => answer.id));
      return tasks.filter((task) => inserted.has(task.id));
    });
    await addJobs(queue, log, fired);
    return false;
  },
});
