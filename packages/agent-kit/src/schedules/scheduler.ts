import {
  AppError,
  ConflictError,
  newId,
  NotFoundError,
  ValidationError,
  type Json,
  type ScheduleTerms,
} from '@sherpa/core';
import {
  activeConnections,
  createSchedule,
  enqueueTasksIn,
  getSchedule,
  noteRun,
  readNow,
  resumeSchedule,
  retryConflicts,
  supersedeTask,
  type Database,
  type Db,
  type InsertedTask,
  type Schedule,
} from '@sherpa/db';
import { makeTimetable, upcoming } from '@sherpa/schedule';
import { declareContracts } from './declare-contracts.ts';
import { fireDue, type FireDeps } from './fire-due.ts';
import { firstFiring } from './first-firing.ts';
import { findScheduledWork, toScheduledTasks } from './scheduled-work.ts';

export interface SchedulerDeps extends FireDeps {
  readonly db: Pick<Database, 'engine' | 'withTenant'>;
}

/** A schedule that a person wishes for. */
export interface ScheduleRequest {
  readonly agent: string;
  readonly type: string;
  readonly name: string;
  readonly payload: Json;
  readonly terms: ScheduleTerms;
}

/** Everything that is done with schedules beside looking at them. */
export interface Scheduler {
  /** Gives every tenant the schedules that contracts declare. */
  declare(): Promise<void>;
  /** Enqueues what is due, each tick once however many ask; true if there may be more. */
  fireDue(): Promise<boolean>;
  /** Makes a schedule; `ConflictError` where the task type has one of that name. */
  create(tenantId: string, request: ScheduleRequest): Promise<Schedule>;
  /** Lets a paused schedule fire again, from its next tick on; what was left out meanwhile stays so. */
  resume(tenantId: string, id: string): Promise<Schedule>;
  /** Enqueues its tasks now, beside its ticks, by the same rule for overlaps; answers the first of them. */
  run(tenantId: string, id: string): Promise<InsertedTask>;
  /** When it will fire next, jitter included; nothing while it is paused. */
  preview(schedule: Schedule, count: number): readonly Date[];
}

const found = (schedule: Schedule | undefined): Schedule => {
  if (schedule === undefined) throw new NotFoundError('There is no such schedule.');
  return schedule;
};

const workFor = (
  { contracts }: SchedulerDeps,
  request: { readonly agent: string; readonly type: string },
) => {
  const work = findScheduledWork(contracts, request);
  if (work !== undefined) return work;
  throw new ValidationError('No agent has a task of that type.', {
    details: { problems: [{ field: 'type', problem: `${request.agent} has no task "${request.type}"` }] },
  });
};

const create = async (deps: SchedulerDeps, tx: Db, tenantId: string, request: ScheduleRequest) => {
  workFor(deps, request).parsePayload(request.payload);
  const id = newId();
  const { tick, runAt } = firstFiring(id, request.terms, await readNow(tx));
  const made = await createSchedule(tx, { ...request, id, tenantId, nextTickAt: tick, nextRunAt: runAt });
  if (made !== undefined) return made;
  const problem = 'is taken by another schedule of this task: delete that one, or choose another name';
  throw new ConflictError('There is a schedule of that name.', {
    details: { problems: [{ field: 'name', problem }] },
  });
};

const resume = async (tx: Db, id: string): Promise<Schedule> => {
  const schedule = found(await getSchedule(tx, id, 'locked'));
  if (schedule.pausedAt === null) return schedule;
  const now = await readNow(tx);
  const timetable = makeTimetable({ ...schedule, anchor: schedule.nextTickAt ?? now });
  return found(await resumeSchedule(tx, id, timetable.firingAfter(now)));
};

const run = async (deps: SchedulerDeps, tx: Db, id: string) => {
  const schedule = found(await getSchedule(tx, id, 'locked'));
  const connections = await activeConnections(tx, [schedule.tenantId]);
  const tasks = toScheduledTasks(workFor(deps, schedule), schedule, connections, () => newId());
  for (const { key, ...task } of tasks) {
    if (schedule.terms.policy.overlap === 'cancel-running' && key !== undefined)
      await supersedeTask(tx, { ...task, key });
  }
  const enqueued = await enqueueTasksIn(tx, tasks);
  const ran = enqueued.answers.find(({ inserted }) => inserted);
  if (ran !== undefined) await noteRun(tx, id, ran.id);
  return enqueued;
};

/** Makes the one that fires, makes and moves schedules. */
export const makeScheduler = (deps: SchedulerDeps): Scheduler => ({
  declare: () => declareContracts(deps),
  fireDue: () => fireDue(deps),
  create: (tenantId, request) => deps.db.withTenant(tenantId, (tx) => create(deps, tx, tenantId, request)),
  resume: (tenantId, id) => deps.db.withTenant(tenantId, (tx) => resume(tx, id)),
  run: async (tenantId, id) => {
    const { answers, staged } = await retryConflicts(() =>
      deps.db.withTenant(tenantId, (tx) => run(deps, tx, id)),
    );
    await deps.dispatcher.dispatch(staged);
    const [answer] = answers;
    if (answer === undefined) throw new AppError('A task was taken without an answer.');
    return answer;
  },
  preview: (schedule, count) => {
    const { nextTickAt: tick, nextRunAt: runAt } = schedule;
    if (tick === null || runAt === null) return [];
    const timetable = makeTimetable({ ...schedule, anchor: tick });
    return upcoming(timetable, { tick, runAt }, count).map((firing) => firing.runAt);
  },
});
