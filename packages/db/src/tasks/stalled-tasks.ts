import { sql } from 'kysely';
import type { TaskStatus } from '@sherpa/core';
import { stageJobs, stageWoken, type StagedJobs } from '../outbox/stage-jobs.ts';
import { recordDeaths } from '../failures/record-deaths.ts';
import type { Db } from '../schema/index.ts';
import { wakeParents, type MovedChild } from '../waits/child-ends.ts';
import { endedTasks } from './ended-tasks.ts';
import { toldEnds } from './told-ends.ts';
import { passTurns } from './turns.ts';

export interface StalledTask {
  readonly id: string;
  readonly tenantId: string;
  readonly agent: string;
  readonly type: string;
  readonly priority: number;
  readonly status: TaskStatus;
  /** The attempt that the worker did not end. */
  readonly attempt: number;
  readonly workerId: string | null;
}

/** Whose leases ended, and the jobs that the queue is owed for those that run again or that waited for one. */
export interface ReleasedTasks {
  readonly tasks: readonly StalledTask[];
  readonly staged: readonly StagedJobs[];
}

const GAVE_UP = JSON.stringify({
  code: 'agent_failed',
  message: 'The worker died during every attempt.',
  details: {},
});

const release = async (tx: Db, limit: number): Promise<(StalledTask & MovedChild)[]> => {
  const { rows } = await sql<StalledTask & MovedChild>`
    with stalled as (
      select id, worker_id, case when cancel_requested_at is not null then 'cancelled'
        when attempt - uncounted_attempts >= max_attempts then 'failed' else 'pending' end as becomes
      from agent_tasks where status = 'in_progress' and lease_expires_at < now()
      order by lease_expires_at limit ${limit} for update skip locked
    ), moved as (
      update agent_tasks t set status = s.becomes, run_at = now(),
        worker_id = case s.becomes when 'pending' then null else t.worker_id end,
        lease_expires_at = null,
        error = case s.becomes when 'failed' then ${GAVE_UP}::jsonb else t.error end,
        finished_at = case s.becomes when 'pending' then null else now() end
      from stalled s where t.id = s.id
      returning t.id, t.tenant_id, t.agent, t.type, t.priority, t.status, t.message_id, t.awaited_by, t.attempt,
        s.worker_id
    ), ${endedTasks}, ${toldEnds()}
    select id, tenant_id as "tenantId", agent, type, priority, status, awaited_by as "awaitedBy", attempt,
      worker_id as "workerId" from moved`.execute(tx);
  return rows;
};

/**
 * Ends the leases of dead workers, up to `limit` of them: a task with attempts left becomes pending and
 * gets a job, one that was to be cancelled is, and one without attempts left has failed.
 */
export const releaseStalledTasks = (engine: Db, limit: number): Promise<ReleasedTasks> =>
  engine.transaction().execute(async (tx) => {
    const released = await release(tx, limit);
    const tasks = released.map(({ awaitedBy: _awaitedBy, ...task }) => task);
    await recordDeaths(tx, tasks);
    const ready = tasks.filter((task) => task.status === 'pending').map((task) => ({ ...task, delayMs: 0 }));
    const woken = await stageWoken(tx, await wakeParents(tx, released));
    const turns = await passTurns(
      tx,
      tasks.map(({ id }) => id),
    );
    return { tasks, staged: [await stageJobs(tx, ready), turns, woken] };
  });
