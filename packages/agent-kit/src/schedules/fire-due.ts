import { workflowBegunBy, type Contract } from '@sherpa/core';
import {
  activeConnections,
  enqueueTasksIn,
  insertMissedTicks,
  isScheduleDue,
  moveSchedules,
  pausedAmong,
  retryConflicts,
  supersedeTask,
  takeDueSchedules,
  tasksThatExist,
  type ActiveConnection,
  type Database,
  type Db,
  type Schedule,
  type StagedJobs,
} from '@sherpa/db';
import type { Dispatcher } from '../enqueue/dispatcher.ts';
import { missedOf, toMissedEvent, type Missed } from './missed.ts';
import { planFiring, type PlanDeps, type TickTask } from './plan-firing.ts';
import { schedulableWork } from './scheduled-work.ts';

export interface FireDeps extends PlanDeps {
  readonly db: Pick<Database, 'engine'>;
  readonly dispatcher: Pick<Dispatcher, 'dispatch'>;
}

/** Schedules of one transaction: short enough to hold their locks for milliseconds. */
const BATCH = 100;

interface Fired {
  readonly staged: StagedJobs;
  readonly missed: readonly Missed[];
  readonly isMore: boolean;
}

/** Ticks that have made no task yet: the second belt, should a schedule be set back by hand. */
const withoutRepeats = async (tx: Db, tasks: readonly TickTask[]): Promise<TickTask[]> => {
  const known = await tasksThatExist(
    tx,
    tasks.map(({ task }) => task.id),
  );
  return tasks.filter(({ task }) => !known.has(task.id));
};

const makeRoom = async (tx: Db, tasks: readonly TickTask[]): Promise<void> => {
  for (const { schedule, task } of tasks) {
    const { key } = task;
    if (schedule.terms.policy.overlap !== 'cancel-running' || key === undefined) continue;
    await supersedeTask(tx, { ...task, key });
  }
};

/** Those that begin something of a workflow that is paused: their ticks pass, and are not missed. */
const restingAmong = async (
  tx: Db,
  contracts: readonly Contract[],
  schedules: readonly Schedule[],
): Promise<ReadonlySet<Schedule>> => {
  const beginning = schedules.flatMap((schedule) => {
    const contract = contracts.find(({ agent }) => agent === schedule.agent);
    const workflow = contract && workflowBegunBy(contract, schedule.type);
    return workflow === undefined ? [] : [{ schedule, workflow }];
  });
  if (beginning.length === 0) return new Set();
  const tenants = new Set(beginning.map(({ schedule }) => schedule.tenantId));
  const paused = await pausedAmong(tx, [...tenants]);
  return new Set(
    beginning
      .filter(({ schedule, workflow }) => paused.has(`${schedule.tenantId} ${workflow}`))
      .map(({ schedule }) => schedule),
  );
};

/** The connections of those whose schedules these are. */
const connectionsOf = (tx: Db, schedules: readonly Schedule[]): Promise<ActiveConnection[]> =>
  activeConnections(tx, [...new Set(schedules.map(({ tenantId }) => tenantId))]);

/** Takes what is due, inserts its tasks and moves it on, in one transaction. */
const fireBatch = async (deps: FireDeps, tx: Db): Promise<Fired> => {
  const { now, schedules } = await takeDueSchedules(tx, schedulableWork(deps.contracts), BATCH);
  const time = { now, connections: await connectionsOf(tx, schedules) };
  const resting = await restingAmong(tx, deps.contracts, schedules);
  const plans = schedules.map((schedule) => {
    const plan = planFiring(deps, schedule, time);
    return resting.has(schedule) ? { ...plan, tasks: [], missed: [] } : plan;
  });
  const tasks = await withoutRepeats(
    tx,
    plans.flatMap((plan) => plan.tasks),
  );
  await makeRoom(tx, tasks);
  const { answers, staged } = await enqueueTasksIn(
    tx,
    tasks.map(({ task }) => task),
  );
  const fresh = new Set(answers.filter(({ inserted }) => inserted).map(({ id }) => id));
  const left = tasks.filter(({ task }) => !fresh.has(task.id));
  const missed = [
    ...plans.flatMap((plan) => plan.missed),
    ...left.flatMap(({ schedule, tick }) => missedOf(schedule, 'overlap', [tick])),
  ];
  const ran = new Map(
    tasks
      .filter(({ task }) => fresh.has(task.id))
      .map(({ schedule, tick, task }) => [schedule.id, { tick, taskId: task.id }]),
  );
  await moveSchedules(
    tx,
    plans.map(({ schedule, next }) => ({ id: schedule.id, next, ran: ran.get(schedule.id) })),
  );
  await insertMissedTicks(tx, missed.map(toMissedEvent));
  const isMore =
    schedules.length === BATCH || plans.some(({ next }) => next !== undefined && next.runAt <= now);
  return { staged, missed, isMore };
};

/**
 * Enqueues what schedules want done by now; true if there may be more. Many may call it at once: each
 * tick fires once. Costs one look at an index where nothing is due.
 */
export const fireDue = async (deps: FireDeps): Promise<boolean> => {
  const { engine } = deps.db;
  if (!(await isScheduleDue(engine, schedulableWork(deps.contracts)))) return false;
  const fired = await retryConflicts(() => engine.transaction().execute((tx) => fireBatch(deps, tx)));
  await deps.dispatcher.dispatch(fired.staged);
  for (const { schedule, why, ticks } of fired.missed) {
    const { id: scheduleId, agent, type } = schedule;
    deps.log.warn('Ticks of a schedule did not fire.', {
      scheduleId,
      agent,
      type,
      reason: why,
      count: ticks.count,
    });
  }
  return fired.isMore;
};
