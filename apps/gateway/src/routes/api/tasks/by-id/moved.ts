import { ConflictError, NotFoundError, type TaskStatus } from '@sherpa/core';
import type { Moved, Task } from '@sherpa/db';

/** What can be done with a task that is in that state, said to someone who asked for something else. */
export type Advice = Readonly<Record<TaskStatus, string>>;

/** The task that was moved, or why it was not, with what can be done instead. */
export const movedTask = (moved: Moved, message: string, advice: Advice): Task => {
  switch (moved.kind) {
    case 'moved':
      return moved.task;
    case 'unknown':
      throw new NotFoundError('There is no such task.');
    case 'held': {
      const problem = `is held by task ${moved.by}: wait for that one, or cancel it first`;
      throw new ConflictError('Another task has taken its place.', {
        details: { taskId: moved.task.id, heldBy: moved.by, problems: [{ field: 'key', problem }] },
      });
    }
    case 'refused': {
      const { id, status } = moved.task;
      throw new ConflictError(message, {
        details: { taskId: id, problems: [{ field: 'status', problem: `is ${status}: ${advice[status]}` }] },
      });
    }
  }
};
