import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** A task type that a contract wants run at intervals. */
export interface IntervalSchedule {
  readonly agent: string;
  readonly type: string;
  readonly everyMs: number;
}

export interface DueSchedule {
  readonly tenantId: string;
  readonly agent: string;
  readonly type: string;
}

/**
 * Gives every tenant these schedules: a new one is due at once, one whose interval was changed keeps
 * its next run, one that is no longer declared is dropped.
 */
export const declareSchedules = async (engine: Db, schedules: readonly IntervalSchedule[]): Promise<void> => {
  const input = JSON.stringify(
    schedules.map(({ agent, type, everyMs }) => ({ agent, type, every_ms: everyMs })),
  );
  await sql`
    with wanted as (
      select * from jsonb_to_recordset(${input}::jsonb) as x(agent text, type text, every_ms bigint)
    ), dropped as (
      delete from agent_schedules s where not exists (
        select from wanted w where w.agent = s.agent and w.type = s.type)
    )
    insert into agent_schedules (tenant_id, agent, type, every_ms, next_run_at)
    select t.id, w.agent, w.type, w.every_ms, now() from tenants t cross join wanted w
    on conflict (tenant_id, agent, type) do update set every_ms = excluded.every_ms`.execute(engine);
};

/**
 * Takes those of the schedules that are due and moves each to its next time, in the caller's
 * transaction, so that the tasks it inserts and the move are one. Many conductors may ask; each tick
 * goes to one, and only to one that knows what to do with it. Runs missed while nobody looked are made
 * up for by one.
 */
export const takeDueSchedules = async (
  tx: Db,
  known: readonly Pick<IntervalSchedule, 'agent' | 'type'>[],
): Promise<DueSchedule[]> => {
  const input = JSON.stringify(known.map(({ agent, type }) => ({ agent, type })));
  const { rows } = await sql<{ tenant_id: string; agent: string; type: string }>`
    update agent_schedules s set next_run_at = now() + s.every_ms * interval '1 ms'
    from (select tenant_id, agent, type from agent_schedules
      where next_run_at <= now() and (agent, type) in (
        select agent, type from jsonb_to_recordset(${input}::jsonb) as x(agent text, type text))
      for update skip locked) due
    where s.tenant_id = due.tenant_id and s.agent = due.agent and s.type = due.type
    returning s.tenant_id, s.agent, s.type`.execute(tx);
  return rows.map((row) => ({ tenantId: row.tenant_id, agent: row.agent, type: row.type }));
};
