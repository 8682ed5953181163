import { sql } from 'kysely';

/** A UUID v7 of this moment: the time and the version take the place of what is random there. */
const newEventId = sql`overlay(replace(gen_random_uuid()::text, '-', '')
  placing lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || '7' from 1)::uuid`;

/**
 * A part of a `with` that follows `moved (id, tenant_id, agent, type, attempt, status)`: the engine's event
 * of each end that no attempt tells of by itself (cancelled by a person, failed because its workers died).
 * Those that are to be told are named by a condition on `m`.
 */
export const toldEnds = (which = sql<boolean>`m.status in ('failed', 'cancelled')`) => sql`
  told_ends as (
    insert into agent_events (id, tenant_id, agent, type, task_id, data)
    select ${newEventId}, m.tenant_id, m.agent, 'task.' || m.status, m.id,
      jsonb_build_object('type', m.type, 'attempt', m.attempt)
    from moved m where ${which}
  )`;
