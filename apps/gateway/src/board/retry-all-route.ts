import type { RequestHandler } from 'express';
import { z } from 'zod';
import { retryFailed, type RetryDeps } from './retry-jobs.ts';

/** The board's own path for "retry all". */
export const RETRY_ALL_PATH = '/api/queues/:queueName/retry/:queueStatus';

const paramsSchema = z.object({ queueName: z.string(), queueStatus: z.string() });

const ONLY_FAILED = 'Only failed jobs are retried. To do a completed task again, enqueue another.';

/**
 * Answers "retry all" in place of the board, which would put every failed job back, also those that the
 * ledger does not let go on.
 */
export const retryAllJobs =
  (deps: RetryDeps): RequestHandler =>
  async (req, res, next) => {
    const { queueName, queueStatus } = paramsSchema.parse(req.params);
    if (deps.jobs.agentOf(queueName) === undefined) {
      next();
      return;
    }
    if (queueStatus !== 'failed') {
      res.status(409).json({ error: { key: 'ERRORS.FORBIDDEN' }, message: ONLY_FAILED });
      return;
    }
    res.json(await retryFailed(deps, queueName));
  };
