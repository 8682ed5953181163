import { prepareTask, type Dispatcher } from '@sherpa/agent-kit';
import { findWork, newId, scheduleKey, toAppError, workOf, type Contract } from '@sherpa/core';
import {
  declareSchedules,
  enqueueTasksIn,
  takeDueSchedules,
  type Database,
  type DueSchedule,
  type IntervalSchedule,
  type NewTask,
} from '@sherpa/db';
import type { Logger } from '@sherpa/telemetry';
import type { Duty } from '../duty.ts';

export interface ScheduleDeps {
  readonly db: Database;
  readonly dispatcher: Pick<Dispatcher, 'dispatch'>;
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
export const makeFireSchedules = ({ db, dispatcher, log, contracts, everyMs }: ScheduleDeps): Duty => ({
  name: 'fire-schedules',
  everyMs,
  perform: async () => {
    const { staged } = await db.engine.transaction().execute(async (tx) => {
      const due = await takeDueSchedules(tx, schedulesOf(contracts));
      return enqueueTasksIn(
        tx,
        due.flatMap((one) => toTask({ contracts, log }, one)),
      );
    });
    await dispatcher.dispatch(staged);
    return false;
  },
});
