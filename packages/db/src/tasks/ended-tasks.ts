import { sql } from 'kysely';

/**
 * The parts of a `with` that follow `moved (id, status, message_id)`: a task that has ended lets go of
 * its key, unless that is kept for a time, and its message hears of it. A task that awaits it is woken by
 * `wakeParents`, for which `moved` gives back who that is.
 */
export const endedTasks = sql`
  released as (
    delete from agent_task_keys k using moved m
    where k.task_id = m.id and k.hold_until is null and m.status in ('completed', 'failed', 'cancelled')
  ), told as (
    update agent_messages g set processed_at = now(),
      status = case m.status when 'completed' then 'processed' else m.status end
    from moved m where g.id = m.message_id and m.status in ('completed', 'failed', 'cancelled')
  )`;
