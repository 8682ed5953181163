import { addJobs, prepareTask } from '@sherpa/agent-kit';
import { findWork, newId, scheduleKey, workOf, type Contract } from '@sherpa/core';
import {
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

const toTask = (contracts: readonly Contract[], { tenantId, agent, type }: DueSchedule): NewTask[] => {
  const contract = contracts.find((one) => one.agent === agent);
  if (contract === undefined) return [];
  const request = { tenantId, payload: {}, origin: 'schedule', key: scheduleKey(type) } as const;
  return [prepareTask(findWork(contract, type), request, newId)];
};

/** Enqueues what is due: moving a schedule on and inserting its task are one transaction. */
export const makeFireSchedules = ({ db, queue, log, contracts, everyMs }: ScheduleDeps): Duty => ({
  name: 'fire-schedules',
  everyMs,
  perform: async () => {
    const fired = await db.engine.transaction().execute(async (tx) => {
      const tasks = (await takeDueSchedules(tx)).flatMap((due) => toTask(contracts, due));
      const answers = await insertTasks(tx, tasks);
      const inserted = new Set(answers.filter((answer) => answer.inserted).map((answer) => answer.id));
      return tasks.filter((task) => inserted.has(task.id));
    });
    await addJobs(queue, log, fired);
    return false;
  },
});
