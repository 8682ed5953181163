import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { AppError, type Contract } from '@sherpa/core';
import type { Database, StagedJobs } from '@sherpa/db';
import { taskIdsOf, type Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import { Router, type RequestHandler } from 'express';
import { makeBoardHooks } from './board-hooks.ts';
import { makeBoardJobs } from './board-jobs.ts';
import { RETRY_ALL_PATH, retryAllJobs } from './retry-all-route.ts';

/** Where Bull Board is. */
export const BOARD_PATH = '/queues';

interface BoardDeps {
  readonly queue: Pick<Queue, 'boardQueue' | 'remove'>;
  readonly contracts: readonly Contract[];
  readonly db: Pick<Database, 'engine' | 'hot'>;
  readonly dispatch: (staged: StagedJobs) => Promise<void>;
  readonly log: Logger;
}

const linkOf = (agent: string, data: unknown) => {
  const ids = taskIdsOf(data);
  const [only] = ids ?? [];
  if (ids === undefined || only === undefined)
    return { href: `/api/agents/${agent}`, displayText: `What ${agent} accepts` };
  return ids.length === 1
    ? { href: `/api/tasks/${only}`, displayText: 'Task' }
    : { href: `/api/tasks?ids=${ids.join(',')}`, displayText: `${ids.length} tasks` };
};

const toAdapter = ({ agent, description }: Contract, queue: BoardDeps['queue']): BullMQAdapter =>
  new BullMQAdapter(queue.boardQueue(agent), {
    displayName: agent,
    description,
    externalJobUrl: ({ data }) => linkOf(agent, data),
  });

const isMiddleware = (value: unknown): value is RequestHandler => typeof value === 'function';

/** Bull Board over every agent's queue, to be mounted at `BOARD_PATH`. */
export const makeBoard = ({ queue, contracts, db, dispatch, log }: BoardDeps): RequestHandler => {
  const deps = { db, queue, dispatch, log, jobs: makeBoardJobs(queue, contracts) };
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
      handlerHooks: makeBoardHooks(deps),
    },
  });
  // Its own handler answers with the text of whatever was thrown.
  server.setErrorHandler((error) => {
    log.error('Bull Board failed.', { error });
    return { status: 500, body: { error: { key: 'ERRORS.INTERNAL_SERVER_ERROR' } } };
  });
  const router: unknown = server.getRouter();
  if (!isMiddleware(router)) throw new AppError('Bull Board gave no router.');
  const board = Router();
  board.put(RETRY_ALL_PATH, retryAllJobs(deps));
  board.use(router);
  return board;
};
