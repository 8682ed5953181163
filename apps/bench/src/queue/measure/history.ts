import { AppError } from '@sherpa/core';
import pg from 'pg';

const PART = 500_000;

/**
 * Finished tasks and their events as the engine leaves them, spread over the month so far, so that they
 * share tables and indexes with what is measured.
 */
const FILL = `
  with made as (
    select greatest(date_trunc('month', now()), now() - interval '20 days')
      + random() * (now() - interval '1 minute' - greatest(date_trunc('month', now()), now() - interval '20 days')) as at,
      (array['bench', 'sales', 'billing'])[1 + n % 3] as agent, n
    from generate_series($1::int, $2::int) n
  ), task as (
    insert into agent_tasks (id, tenant_id, agent, type, payload, status, attempt, max_attempts, priority, run_at,
      origin, worker_id, result, created_at, started_at, finished_at)
    select uuidv7(at - now()), (select id from tenants limit 1), agent, 'nothing.do', jsonb_build_object('n', -n),
      'completed', 1, 5, 100, at, 'api', $3::uuid, '{"ok": true}', at, at + interval '40 ms', at + interval '90 ms'
    from made returning id, tenant_id, agent, finished_at
  )
  insert into agent_events (id, tenant_id, agent, type, task_id, data, created_at)
  select uuidv7(finished_at - now()), tenant_id, agent, 'task.completed', id, '{"attempt": 1}', finished_at from task`;

export interface FillOptions {
  readonly databaseUrl: string;
  readonly tasks: number;
  readonly workerId: string;
  readonly onPart: (done: number) => void;
}

/** Puts that many finished tasks and their events into a migrated database. */
export const fillHistory = async ({ databaseUrl, tasks, workerId, onPart }: FillOptions): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('set synchronous_commit = off');
    for (let from = 1; from <= tasks; from += PART) {
      const to = Math.min(from + PART - 1, tasks);
      await client.query(FILL, [from, to, workerId]);
      onPart(to);
    }
  } catch (err) {
    throw new AppError('The history could not be made.', { cause: err, details: { tasks } });
  } finally {
    await client.end();
  }
};
