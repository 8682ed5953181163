import type { Json } from '@sherpa/core';
import { z } from 'zod';
import { toJsonb } from '../jsonb.ts';
import type { Hot } from '../hot/hot-statements.ts';
import { inLockOrder } from './lock-order.ts';

/** The end of a task that leaves nothing behind but its result. */
export interface Completion {
  readonly id: string;
  readonly attempt: number;
  readonly eventId: string;
  readonly result: Json;
  /** How long it ran, in milliseconds. */
  readonly ranMs: number;
}

/**
 * One statement, and so one commit: result, status and the engine's own event, where the fence holds. It
 * holds if this worker wrote the attempt down before, or if nobody has begun another one. Those that were
 * moved are named only where some were not, which is rare: to answer with every id costs more than to count.
 */
const COMPLETE = {
  name: 'complete-tasks',
  text: `with input as materialized (
      select * from jsonb_to_recordset($1::jsonb) as x(id uuid, attempt integer, event uuid, result jsonb,
        ran_ms double precision)
    ), moved as (
      update agent_tasks t set status = 'completed', attempt = i.attempt, result = i.result, error = null,
        worker_id = $2::uuid, lease_expires_at = null, finished_at = now(),
        started_at = case t.status when 'pending' then now() - i.ran_ms * interval '1 ms' else t.started_at end
      from input i
      where t.id = i.id and ((t.status = 'pending' and t.attempt = i.attempt - 1)
        or (t.status = 'in_progress' and t.attempt = i.attempt and t.worker_id = $2::uuid))
      returning t.id, t.tenant_id, t.agent, t.type, i.attempt, i.event
    ), told as (
      insert into agent_events (id, tenant_id, agent, type, task_id, data)
      select event, tenant_id, agent, 'task.completed', id, jsonb_build_object('type', type, 'attempt', attempt)
      from moved
    )
    select array(select id || ' ' || attempt from moved) where (select count(*) from moved) < $3::integer`,
} as const;

/**
 * Commits the results of tasks that have neither key nor message nor anything else to write; answers
 * for each, in order, whether its fence held. Of one whose fence did not hold nothing was kept.
 */
export const completeTasks = async (
  hot: Hot,
  workerId: string,
  completions: readonly Completion[],
): Promise<boolean[]> => {
  const input = inLockOrder(completions).map(({ id, attempt, eventId, result, ranMs }) => ({
    id,
    attempt,
    event: eventId,
    result,
    ran_ms: ranMs,
  }));
  const [few] = await hot.run(COMPLETE, [toJsonb(input), workerId, completions.length]);
  if (few === undefined) return completions.map(() => true);
  const kept = new Set(z.array(z.string()).parse(few[0]));
  // A batch may hold two attempts of one task, of which at most one has the fence.
  return completions.map(({ id, attempt }) => kept.has(`${id} ${attempt}`));
};
