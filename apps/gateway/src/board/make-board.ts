import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { AppError, type Contract } from '@sherpa/core';
import type { Database } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { makeBoardHooks, type TaskOfJob } from './board-hooks.ts';
import { makeRetryInLedger } from './retry-in-ledger.ts';

/** Where Bull Board is. */
export const BOARD_PATH = '/queues';

interface BoardDeps {
  readonly queue: Pick<Queue, 'boardQueue'>;
  readonly contracts: readonly Contract[];
  readonly db: Pick<Database, 'engine' | 'withTenant'>;
  readonly log: Logger;
}

const jobDataSchema = z.object({ taskId: z.string() });

const toAdapter = ({ agent, description }: Contract, queue: BoardDeps['queue']): BullMQAdapter =>
  new BullMQAdapter(queue.boardQueue(agent), {
    displayName: agent,
    description,
    externalJobUrl: ({ data }) => {
      const ours = jobDataSchema.safeParse(data);
      return ours.success
        ? { href: `/api/tasks/${ours.data.taskId}`, displayText: 'Task' }
        : { href: `/api/agents/${agent}`, displayText: `What ${agent} accepts` };
    },
  });

const isMiddleware = (value: unknown): value is RequestHandler => typeof value === 'function';

/** Bull Board over every agent's queue, to be mounted at `BOARD_PATH`. */
export const makeBoard = ({ queue, contracts, db, log }: BoardDeps): RequestHandler => {
  const boards = contracts.map((contract) => queue.boardQueue(contract.agent));
  const taskOf: TaskOfJob = async (queueName, jobId) => {
    const job: { readonly data: unknown } | undefined = await boards
      .find((board) => board.name === queueName)
      ?.getJob(jobId);
    const data = jobDataSchema.safeParse(job?.data);
    return data.success ? data.data.taskId : jobId;
  };
  const server = new ExpressAdapter();
  server.setBasePath(BOARD_PATH);
  createBullBoard({
    queues: contracts.map((contract) => toAdapter(contract, queue)),
    serverAdapter: server,
    options: {
      uiConfig: {
        boardTitle: 'Sherpa',
        hideDocsLink: true,
        miscLinks: [
          { text: 'Sherpa', url: '/' },
          { text: 'API', url: '/openapi.json' },
        ],
      },
      handlerHooks: makeBoardHooks(makeRetryInLedger(db), taskOf),
    },
  });
  // Its own handler answers with the text of whatever was thrown.
  server.setErrorHandler((error) => {
    log.error('Bull Board failed.', { error });
    return { status: 500, body: { error: { key: 'ERRORS.INTERNAL_SERVER_ERROR' } } };
  });
  const router: unknown = server.getRouter();
  if (!isMiddleware(router)) throw new AppError('Bull Board gave no router.');
  return router;
};
