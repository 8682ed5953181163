import { timeOfId } from '@sherpa/core';
import { tickTaskId } from './tick-hash.ts';

/** A task that some schedule may have made. */
interface ScheduledTask {
  readonly id: string;
  /** Of work that is done for each connection. */
  readonly connectionId: string | null;
}

/**
 * The schedule among these whose tick made the task, and that tick: its id is made of both. Undefined for a task
 * that a person had a schedule run for, and where the schedule is gone.
 */
export const findTick = <S extends { readonly id: string }>(
  task: ScheduledTask,
  schedules: readonly S[],
): { readonly schedule: S; readonly tick: Date } | undefined => {
  const tick = timeOfId(task.id);
  const { connectionId } = task;
  const schedule = schedules.find(
    ({ id }) =>
      tickTaskId(id, tick) === task.id ||
      (connectionId !== null && tickTaskId(id, tick, connectionId) === task.id),
  );
  return schedule === undefined ? undefined : { schedule, tick };
};
