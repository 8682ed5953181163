import type { createBullBoard } from '@bull-board/api';
import { z } from 'zod';
import type { RetryInLedger } from './retry-in-ledger.ts';

type Hooks = NonNullable<NonNullable<Parameters<typeof createBullBoard>[0]['options']>['handlerHooks']>;

const RETRY_ONE = '/api/queues/:queueName/:jobId/retry';
const RETRY_ALL = '/api/queues/:queueName/retry/:queueStatus';
const UPDATE_DATA = '/api/queues/:queueName/:jobId/update-data';

const jobParams = z.object({ queueName: z.string(), jobId: z.string() });

/** The task that a job points at; an adopted job has an id of its own. The job's id where there is none. */
export type TaskOfJob = (queueName: string, jobId: string) => Promise<string>;

const refuse = (message: string) => ({ allow: false, status: 409 as const, message });

/**
 * What the board may do where the ledger has a say. The rest (pause, promote, clean, add) concerns the
 * queue alone: it is an index that is rebuilt from the ledger, and an added job is adopted by its worker.
 */
export const makeBoardHooks = (retryInLedger: RetryInLedger, taskOf: TaskOfJob): Hooks => ({
  before: async ({ route, request }) => {
    switch (route) {
      case RETRY_ONE: {
        const { queueName, jobId } = jobParams.parse(request.params);
        const answer = await retryInLedger(await taskOf(queueName, jobId));
        return answer.allow ? { allow: true } : refuse(answer.message);
      }
      case RETRY_ALL:
        return refuse('Tasks are retried one by one: open a job, or use the API.');
      case UPDATE_DATA:
        return refuse('A job only points at its task. Cancel it and enqueue another.');
      default:
        return { allow: true };
    }
  },
});
