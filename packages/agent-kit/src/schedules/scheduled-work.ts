import { findWork, scheduleKey, workOf, type Contract, type Work } from '@sherpa/core';
import type { NewTask, Schedule, WorkType } from '@sherpa/db';
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
 * The task that one firing of a schedule makes. Its key holds while it is live, whatever the contract
 * says of other keys: the schedule's overlap depends on it.
 */
export const toScheduledTask = (work: Work, schedule: Schedule, id: string): NewTask => {
  const key = schedule.terms.policy.overlap === 'allow' ? undefined : scheduleKey(work.type, schedule.name);
  const { tenantId, payload } = schedule;
  const task = prepareTask(work, { tenantId, payload, origin: 'schedule', key }, () => id);
  return { ...task, keepKey: 'until-finished' };
};
