import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeQueue } from '@sherpa/queue';
import { z } from 'zod';
import { QUEUE_NAMESPACE, type Ground } from '../ground/ground.ts';

const MOST = 100;

/** Every state but completed: what is done explains nothing. */
const UNDONE = ['waiting', 'prioritized', 'active', 'delayed', 'failed'] as const;

const dataSchema = z.json();

const STUCK = `select to_jsonb(t) - 'payload' as task from agent_tasks t where agent = 'chaos'
  and status in ('pending', 'in_progress', 'waiting') order by run_at limit ${MOST}`;

/** The jobs that the queue still holds; after a drain those are few. */
const readJobs = async (ground: Ground): Promise<unknown> => {
  const url = ground.queueUrl(ground.queuePort());
  const queue = makeQueue({ url, namespace: QUEUE_NAMESPACE, onError: () => undefined });
  try {
    await queue.ready();
    const board = queue.boardQueue('chaos');
    const jobs = await board.getJobs([...UNDONE], 0, MOST);
    return {
      counts: await queue.counts('chaos'),
      jobs: await Promise.all(
        jobs.map(async (job) => ({
          id: job.id,
          state: await job.getState(),
          data: dataSchema.parse(job.data),
          failedReason: job.failedReason,
          attemptsMade: job.attemptsMade,
          stalledCounter: job.stalledCounter,
          addedAt: new Date(job.timestamp),
          delayMs: job.delay,
        })),
      ),
    };
  } finally {
    await queue.close();
  }
};

/** Writes what is left in the ledger, the outbox and the queue beside the logs, while it can still be seen. */
export const describeStuck = async (ground: Ground): Promise<string> => {
  const file = path.join(ground.dir, 'stuck.json');
  const [tasks, outbox, jobs] = await Promise.all([
    ground.audit.rows(STUCK),
    ground.audit.rows('select to_jsonb(o) as entry from agent_outbox o limit 100'),
    readJobs(ground).catch((err: unknown) => String(err)),
  ]);
  await writeFile(file, JSON.stringify({ tasks, outbox, queue: jobs }, undefined, 2));
  return file;
};
