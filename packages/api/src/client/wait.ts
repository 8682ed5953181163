import { AgentError, errorCodes, IntegrationError, isFinished, type AppError } from '@sherpa/core';
import { MAX_WAIT_MS, showTask } from '../tasks/endpoints.ts';
import type { Task } from '../tasks/task.ts';
import type { Call } from './call.ts';
import { errorOf } from './api-error.ts';

/** How long to wait for a task. */
export interface WaitOptions {
  /** Default 10 minutes, as long as an attempt may run by default. */
  readonly timeoutMs?: number;
}

const TEN_MINUTES_MS = 600_000;
// Between two waits, so that a gateway that answers at once (it is stopping) is not asked in a loop.
const REST_MS = 250;

const rest = () =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, REST_MS);
  });

/** The task once it has finished, however it did; asks the gateway to hold the answer until then. */
export const waitForTask = async (call: Call, id: string, options: WaitOptions): Promise<Task> => {
  const timeoutMs = options.timeoutMs ?? TEN_MINUTES_MS;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const waitMs = Math.max(0, Math.min(MAX_WAIT_MS, deadline - Date.now()));
    const task = await call(showTask, { params: { id }, query: { waitMs } }, waitMs);
    if (isFinished(task.status)) return task;
    if (Date.now() >= deadline) {
      throw new IntegrationError('The task did not finish in time.', {
        code: 'integration_timeout',
        details: { taskId: id, status: task.status, timeoutMs },
      });
    }
    await rest();
  }
};

/** Why a finished task has no result, as the error that its caller gets. */
export const failureOf = (task: Task): AppError => {
  const details = { taskId: task.id, ...(task.error === null ? {} : { error: task.error }) };
  if (task.status === 'cancelled') {
    return new AgentError('The task was cancelled.', { code: 'task_cancelled', retry: 'never', details });
  }
  const code = errorCodes.find((known) => known === task.error?.code) ?? 'agent_failed';
  return errorOf(code, 'The task failed.', { retry: 'never', details });
};
