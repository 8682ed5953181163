import type { createBullBoard } from '@bull-board/api';
import { AppError } from '@sherpa/core';
import type { Logger } from '@sherpa/telemetry';
import { z } from 'zod';
import { allowed, refused, type BoardAnswer } from './board-answer.ts';
import type { BoardJob } from './board-jobs.ts';
import { checkAdded } from './check-added.ts';
import { delayJob, prioritizeJob, promoteAll, promoteJob } from './place-jobs.ts';
import { refusals } from './refusals.ts';
import { cleanQueue, emptyQueue, removeJob } from './remove-jobs.ts';
import { retryJob, type RetryDeps } from './retry-jobs.ts';

type Hooks = NonNullable<NonNullable<Parameters<typeof createBullBoard>[0]['options']>['handlerHooks']>;
type Context = Parameters<NonNullable<Hooks['before']>>[0];
type Request = Context['request'];

export interface BoardDeps extends RetryDeps {
  readonly log: Logger;
}

const queueParams = z.object({ queueName: z.string() });
const jobParams = queueParams.extend({ jobId: z.string() });
const cleanParams = queueParams.extend({ queueStatus: z.string() });

type Button = (request: Request) => BoardAnswer | Promise<BoardAnswer>;

const yes: Button = () => allowed;

const ofQueue =
  (press: (queueName: string) => Promise<BoardAnswer>): Button =>
  ({ params }) =>
    press(queueParams.parse(params).queueName);

/** What the ledger says to each button before the queue hears of it; `done` follows what the board did. */
const makeButtons = (
  deps: BoardDeps,
  after: (request: Request, done: () => Promise<void>) => void,
): Readonly<Record<string, Button>> => {
  const ofJob =
    (press: (job: BoardJob, request: Request) => Promise<BoardAnswer>): Button =>
    async (request) => {
      const { queueName, jobId } = jobParams.parse(request.params);
      const job = await deps.jobs.find(queueName, jobId);
      return job === undefined ? allowed : press(job, request);
    };
  return {
    '/api/queues/pause': yes,
    '/api/queues/resume': yes,
    '/api/queues/:queueName/pause': yes,
    '/api/queues/:queueName/resume': yes,
    '/api/queues/:queueName/add': ({ body }) => checkAdded(body),
    '/api/queues/:queueName/:jobId/retry': ofJob(async (job, request) => {
      const { answer, done } = await retryJob(deps, job);
      if (done !== undefined) after(request, done);
      return answer;
    }),
    '/api/queues/:queueName/promote': ofQueue((name) => promoteAll(deps, name)),
    '/api/queues/:queueName/:jobId/promote': ofJob((job) => promoteJob(deps, job)),
    '/api/queues/:queueName/:jobId/delay': ofJob((job, { body }) => delayJob(deps, job, body)),
    '/api/queues/:queueName/:jobId/priority': ofJob((job, { body }) => prioritizeJob(deps, job, body)),
    '/api/queues/:queueName/:jobId/clean': ofJob((job) => removeJob(deps, job)),
    '/api/queues/:queueName/clean/:queueStatus': ({ params }) => {
      const { queueName, queueStatus } = cleanParams.parse(params);
      return cleanQueue(deps, queueName, queueStatus);
    },
    '/api/queues/:queueName/empty': ofQueue((name) => emptyQueue(deps, name)),
  };
};

const UNMAPPED = 'The ledger does not know this button. Use the API or the command line.';

const toResult = (answer: BoardAnswer) =>
  answer.allow ? answer : { allow: false, status: 409 as const, message: answer.message };

/**
 * The ledger before the queue, for every button that changes something: what it cannot map is refused
 * with what to do instead, so that both say the same afterwards.
 */
export const makeBoardHooks = (deps: BoardDeps): Hooks => {
  const followUps = new WeakMap<Request, () => Promise<void>>();
  const buttons = makeButtons(deps, (request, done) => void followUps.set(request, done));
  return {
    before: async ({ method, route, request }) => {
      if (method === 'get') return allowed;
      const press = buttons[route] ?? (() => refused(refusals[route] ?? UNMAPPED));
      try {
        return toResult(await press(request));
      } catch (err) {
        // The board itself would answer without a word to anybody.
        deps.log.error('A button of Bull Board failed.', { route, error: err });
        throw new AppError('A button of Bull Board failed.', { cause: err });
      }
    },
    after: async ({ request }, result) => {
      const done = followUps.get(request);
      if (done === undefined || (result.status ?? 200) >= 300) return result;
      try {
        await done();
      } catch (err) {
        deps.log.warn('The outbox still names a job that was retried.', { error: err });
      }
      return result;
    },
  };
};
