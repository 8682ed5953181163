import { findWork, scheduleKey, workOf, type Contract, type Work } from '@sherpa/core';
import type { ActiveConnection, NewTask, Schedule, WorkType } from '@sherpa/db';
import { prepareTask } from '../enqueue/prepare-task.ts';

/** Every task type that can be scheduled here. */
export const schedulableWork = (contracts: readonly Contract[]): readonly WorkType[] =>
  contracts.flatMap(workOf).filter(({ kind }) => kind === 'task');

/** The work of that type; undefined where no contract here has such a task. */
export const findScheduledWork = (
  contracts: readonly Contract[],
  { agent, type }: WorkType,
): Work | undefined => {
  const contract = contracts.find((one) => one.agent === agent);
  const isKnown = contract !== undefined && Object.hasOwn(contract.tasks, type);
  return isKnown ? findWork(contract, type) : undefined;
};

/**
 * A task that one firing of a schedule makes. Its key holds while it is live, whatever the contract says of
 * other keys: the schedule's overlap depends on it.
 */
const toScheduledTask = (
  work: Work,
  schedule: Schedule,
  connectionId: string | undefined,
  id: string,
): NewTask => {
  const { tenantId, name, terms } = schedule;
  const key = terms.policy.overlap === 'allow' ? undefined : scheduleKey(work.type, name, connectionId);
  const payload = connectionId === undefined ? schedule.payload : { ...asObject(schedule), connectionId };
  const task = prepareTask(work, { tenantId, payload, origin: 'schedule', key }, () => id);
  return { ...task, keepKey: 'until-finished' };
};

const asObject = ({ payload }: Schedule): object =>
  typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? payload : {};

/** Those that a schedule of such work is for; none where that is not work of connections, or names its own. */
const connectionsOf = (
  { perConnection }: Work,
  schedule: Schedule,
  active: readonly ActiveConnection[],
): readonly string[] =>
  perConnection === undefined || 'connectionId' in asObject(schedule)
    ? []
    : active
        .filter(({ tenantId, vendor }) => tenantId === schedule.tenantId && vendor === perConnection)
        .map(({ id }) => id);

/**
 * The tasks that one firing of a schedule makes: one, or one for each active connection where the work is
 * done by connection. A tenant without any gets one all the same, which says what is missing.
 */
export const toScheduledTasks = (
  work: Work,
  schedule: Schedule,
  active: readonly ActiveConnection[],
  idOf: (connectionId: string | undefined) => string,
): readonly NewTask[] => {
  const ids = connectionsOf(work, schedule, active);
  const wanted = ids.length === 0 ? [undefined] : ids;
  return wanted.map((id) => toScheduledTask(work, schedule, id, idOf(id)));
};
