import { sql } from 'kysely';
import type { TaskStatus } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import { endedTasks } from './ended-tasks.ts';

export interface StalledTask {
  readonly id: string;
  readonly agent: string;
  readonly status: TaskStatus;
}

const GAVE_UP = JSON.stringify({
  code: 'agent_failed',
  message: 'The worker died during every attempt.',
  details: {},
});

/**
 * Ends the leases of dead workers, up to `limit` of them: a task with attempts left becomes pending
 * for the relay, one that was to be cancelled is, and one without attempts left has failed.
 */
export const releaseStalledTasks = async (engine: Db, limit: number): Promise<StalledTask[]> => {
  const { rows } = await sql<StalledTask>`
    with stalled as (
      select id, case when cancel_requested_at is not null then 'cancelled'
        when attempt - uncounted_attempts >= max_attempts then 'failed' else 'pending' end as becomes
      from agent_tasks where status = 'in_progress' and lease_expires_at < now()
      order by lease_expires_at limit ${limit} for update skip locked
    ), moved as (
      update agent_tasks t set status = s.becomes, relay_at = now(), run_at = now(),
        worker_id = case s.becomes when 'pending' then null else t.worker_id end,
        lease_expires_at = null,
        error = case s.becomes when 'failed' then ${GAVE_UP}::jsonb else t.error end,
        finished_at = case s.becomes when 'pending' then null else now() end
      from stalled s where t.id = s.id
      returning t.id, t.agent, t.status, t.message_id
    ), ${endedTasks}
    select id, agent, status from moved`.execute(engine);
  return rows;
};
