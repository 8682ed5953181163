import { sql } from 'kysely';
import { CONTRACT_SCHEDULE, type ScheduleTerms } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import { termColumns } from './schedule.ts';
import type { WorkType } from './take-due-schedules.ts';

/** What a contract wants done on schedule, for every tenant. */
export interface DeclaredSchedule extends WorkType {
  readonly terms: ScheduleTerms;
}

/** A tenant without that schedule, or with one of other terms. */
export interface UndeclaredSchedule {
  readonly tenantId: string;
  readonly declared: DeclaredSchedule;
}

/** Who does not have the schedules as they are declared. */
export const findUndeclared = async (
  engine: Db,
  declared: readonly DeclaredSchedule[],
): Promise<UndeclaredSchedule[]> => {
  const input = JSON.stringify(
    declared.map(({ agent, type, terms }, index) => ({ index, agent, type, ...termColumns(terms) })),
  );
  const { rows } = await sql<{ tenant_id: string; index: number }>`
    select t.id as tenant_id, w.index from tenants t
    cross join jsonb_to_recordset(${input}::jsonb) as w(index integer, agent text, type text, cron text,
      time_zone text, every_ms bigint, jitter_ms bigint, missed text, missed_within_ms bigint, overlap text)
    left join agent_schedules s
      on s.tenant_id = t.id and s.agent = w.agent and s.type = w.type and s.name = ${CONTRACT_SCHEDULE}
    where s.id is null
      or (s.cron, s.time_zone, s.every_ms, s.jitter_ms, s.missed, s.missed_within_ms, s.overlap) is distinct from
         (w.cron, w.time_zone, w.every_ms, w.jitter_ms, w.missed, w.missed_within_ms, w.overlap)`.execute(
    engine,
  );
  return rows.flatMap(({ tenant_id: tenantId, index }) => {
    const found = declared[index];
    return found === undefined ? [] : [{ tenantId, declared: found }];
  });
};

/** A schedule to be for one tenant, with its first tick. */
interface Declaration extends UndeclaredSchedule {
  readonly id: string;
  readonly next: { readonly tick: Date; readonly runAt: Date };
}

/** A next time that an interval keeps and cron gives way in. */
const kept = (column: 'next_tick_at' | 'next_run_at') => sql`
  case when excluded.every_ms is null then excluded.${sql.ref(column)}
    else coalesce(least(s.${sql.ref(column)}, now() + excluded.every_ms * interval '1 ms'), excluded.${sql.ref(column)}) end`;

/**
 * Gives tenants schedules as they are declared. One that exists stays paused if it is; with another
 * interval it keeps its next run, unless that is further away than the interval is long.
 */
export const declareSchedules = async (engine: Db, declarations: readonly Declaration[]): Promise<void> => {
  if (declarations.length === 0) return;
  const input = JSON.stringify(
    declarations.map(({ id, tenantId, declared, next }) => ({
      id,
      tenant_id: tenantId,
      agent: declared.agent,
      type: declared.type,
      ...termColumns(declared.terms),
      next_tick_at: next.tick,
      next_run_at: next.runAt,
    })),
  );
  await sql`
    insert into agent_schedules as s (id, tenant_id, agent, type, name, origin, cron, time_zone, every_ms, jitter_ms,
      missed, missed_within_ms, overlap, next_tick_at, next_run_at)
    select id, tenant_id, agent, type, ${CONTRACT_SCHEDULE}, 'contract', cron, time_zone, every_ms, jitter_ms, missed,
      missed_within_ms, overlap, next_tick_at, next_run_at
    from jsonb_to_recordset(${input}::jsonb) as w(id uuid, tenant_id uuid, agent text, type text, cron text,
      time_zone text, every_ms bigint, jitter_ms bigint, missed text, missed_within_ms bigint, overlap text,
      next_tick_at timestamptz, next_run_at timestamptz)
    on conflict (tenant_id, agent, type, name) do update set
      cron = excluded.cron, time_zone = excluded.time_zone, every_ms = excluded.every_ms,
      jitter_ms = excluded.jitter_ms, missed = excluded.missed, missed_within_ms = excluded.missed_within_ms,
      overlap = excluded.overlap, next_tick_at = ${kept('next_tick_at')},
      next_run_at = case when s.paused_at is null then ${kept('next_run_at')} end`.execute(engine);
};

/** Drops what contracts declared once and do so no more. */
export const forgetUndeclared = async (engine: Db, declared: readonly WorkType[]): Promise<void> => {
  const input = JSON.stringify(declared.map(({ agent, type }) => ({ agent, type })));
  await sql`
    delete from agent_schedules s where origin = 'contract' and not exists (
      select from jsonb_to_recordset(${input}::jsonb) as w(agent text, type text)
      where w.agent = s.agent and w.type = s.type)`.execute(engine);
};
