import type { Finish, Task } from '@sherpa/db';
import type { RunnerDeps } from './runner-deps.ts';

/** Tells log and metrics how an attempt ended, waiting and running apart. */
export const reportAttempt = (
  { agent, log, onAttempt }: Pick<RunnerDeps, 'agent' | 'log' | 'onAttempt'>,
  task: Task,
  { outcome, ranMs: runMs }: Finish,
): void => {
  const startedMs = task.startedAt?.getTime() ?? Date.now() - runMs;
  const waitMs = Math.max(0, startedMs - task.runAt.getTime());
  const { id: taskId, type, attempt, tenantId } = task;
  onAttempt?.({ agent: agent.contract.agent, type, outcome: outcome.status, waitMs, runMs });
  const fields = { taskId, tenantId, type, attempt, waitMs, runMs };
  switch (outcome.status) {
    case 'completed':
      // The ledger and the metrics have it; a line for each would be most of what a busy fleet writes.
      return log.debug('task completed', fields);
    case 'waiting':
      return log.debug('task waits', { ...fields, operation: outcome.wait.kind });
    case 'failed':
      return log.error('task failed', {
        ...fields,
        code: outcome.error.code,
        details: outcome.error.details,
      });
    case 'pending': {
      const why = { ...fields, code: outcome.error.code, delayMs: outcome.delayMs };
      return outcome.counted ? log.warn('attempt failed', why) : log.info('attempt put off', why);
    }
    case 'cancelled':
      return log.info('task cancelled', { ...fields, status: outcome.status, code: outcome.error.code });
  }
};
