import { newId } from '@sherpa/core';
import { sql } from 'kysely';
import { z } from 'zod';
import { prepared } from '../prepared.ts';
import type { Db } from '../schema/index.ts';
import { planFreshJobs, planJobs, type PlannedJob, type ReadyTask } from './plan-jobs.ts';

/** Jobs that a commit owes the queue, and the row of the outbox that says so. */
export interface StagedJobs {
  readonly outboxId: string;
  readonly jobs: readonly PlannedJob[];
}

/** Nothing is owed. */
const nothingStaged: StagedJobs = { outboxId: '', jobs: [] };

/** Writes down, in the transaction that makes tasks pending, that the queue is owed these jobs. */
export const stagePlanned = async (tx: Db, jobs: readonly PlannedJob[]): Promise<StagedJobs> => {
  if (jobs.length === 0) return nothingStaged;
  const outboxId = newId();
  await sql`${prepared} insert into agent_outbox (id, jobs)
    values (${outboxId}, ${JSON.stringify(jobs)}::jsonb)`.execute(tx);
  return { outboxId, jobs };
};

/**
 * Writes down, in the transaction that makes these tasks pending, which jobs the queue is owed. After
 * the commit the caller adds the jobs and clears the row; if it dies before, the conductor does both.
 */
export const stageJobs = (tx: Db, tasks: readonly ReadyTask[]): Promise<StagedJobs> =>
  stagePlanned(tx, planJobs(tasks));

/** The same for tasks that are woken: the job that parked one may be in the queue for a moment longer. */
export const stageWoken = (tx: Db, tasks: readonly ReadyTask[]): Promise<StagedJobs> =>
  stagePlanned(tx, planFreshJobs(tasks));

const jobsSchema = z.array(
  z.object({
    id: z.string(),
    tenantId: z.string(),
    agent: z.string(),
    type: z.string(),
    priority: z.number(),
    delayMs: z.number(),
    taskIds: z.array(z.string()),
  }),
);

/**
 * The rows that nobody has cleared for `olderThanMs`, oldest first, with what is left of their jobs'
 * delays. To add a job twice does no harm: it has the same id.
 */
export const overdueJobs = async (
  engine: Db,
  { olderThanMs, limit }: { readonly olderThanMs: number; readonly limit: number },
): Promise<StagedJobs[]> => {
  const { rows } = await sql<{ id: string; jobs: unknown; age_ms: number }>`
    select id, jobs, (extract(epoch from now() - created_at) * 1000)::float8 as age_ms from agent_outbox
    where created_at < now() - ${olderThanMs} * interval '1 ms' order by id limit ${limit}`.execute(engine);
  return rows.map(({ id, jobs, age_ms: ageMs }) => ({
    outboxId: id,
    jobs: jobsSchema.parse(jobs).map((job) => ({ ...job, delayMs: Math.max(0, job.delayMs - ageMs) })),
  }));
};
