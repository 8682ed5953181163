import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** How an agent does, for one tenant; rate and mean are over its last 1,000 tasks that have ended. */
export interface AgentHealth {
  readonly agent: string;
  /** Worker processes heard of in the last 45 seconds. */
  readonly processes: number;
  readonly lastActiveAt: Date | null;
  readonly completed: number;
  readonly failed: number;
  /** Completed among ended, 0 to 1; null where none has ended. */
  readonly successRate: number | null;
  readonly meanDurationMs: number | null;
  readonly pending: number;
  readonly running: number;
}

interface HealthRow {
  readonly agent: string;
  readonly processes: number;
  readonly last_active_at: Date | null;
  readonly completed: number;
  readonly failed: number;
  readonly mean_duration_ms: number | null;
  readonly pending: number;
  readonly running: number;
}

/** Three heartbeats of 15 seconds. */
const ALIVE_MS = 45_000;
const SAMPLE = 1_000;

const toHealth = (row: HealthRow): AgentHealth => {
  const ended = row.completed + row.failed;
  return {
    agent: row.agent,
    processes: row.processes,
    lastActiveAt: row.last_active_at,
    completed: row.completed,
    failed: row.failed,
    successRate: ended === 0 ? null : row.completed / ended,
    meanDurationMs: row.mean_duration_ms,
    pending: row.pending,
    running: row.running,
  };
};

/** The health of these agents, in their order; its cost does not grow with history. */
export const agentHealth = async (tx: Db, agents: readonly string[]): Promise<AgentHealth[]> => {
  const { rows } = await sql<HealthRow>`
    select a.agent, w.processes, greatest(recent.last_ended_at, live.last_started_at) as last_active_at, recent.completed, recent.failed, recent.mean_duration_ms,
      live.pending, live.running
    from unnest(${agents}::text[]) with ordinality as a(agent, place),
    lateral (select count(*)::int as processes from agent_workers
      where agent = a.agent and last_seen_at > now() - ${ALIVE_MS} * interval '1 ms') w,
    lateral (select count(*) filter (where status = 'pending')::int as pending,
        count(*) filter (where status = 'in_progress')::int as running,
        max(started_at) as last_started_at
      from agent_tasks where tenant_id = current_tenant() and agent = a.agent
        and status in ('pending', 'in_progress', 'waiting')) live,
    lateral (select max(finished_at) as last_ended_at,
        count(*) filter (where status = 'completed')::int as completed,
        count(*) filter (where status = 'failed')::int as failed,
        avg(extract(epoch from finished_at - started_at) * 1000) filter (where status = 'completed')::float8
          as mean_duration_ms
      from (select status, started_at, finished_at from agent_tasks
        where tenant_id = current_tenant() and agent = a.agent and status in ('completed', 'failed')
        order by id desc limit ${SAMPLE}) newest) recent
    order by a.place`.execute(tx);
  return rows.map(toHealth);
};
