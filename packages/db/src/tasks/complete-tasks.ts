import type { Json } from '@sherpa/core';
import { z } from 'zod';
import { arrayOf } from '../hot/array-of.ts';
import type { Hot } from '../hot/hot-statements.ts';
import { toJsonb } from '../jsonb.ts';
import { inLockOrder } from './lock-order.ts';

/** The end of a task that leaves nothing behind but its result. */
export interface Completion {
  readonly id: string;
  readonly type: string;
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
 *
 * A column for each field costs half of what one document would, and what an event tells comes as the few
 * forms that a batch has ($8), since to build it row by row is a sixth of the whole statement.
 */
const COMPLETE = {
  name: 'complete-tasks',
  text: `with input as materialized (
      select * from rows from (unnest($4::uuid[]), unnest($5::integer[]), unnest($6::uuid[]),
        jsonb_array_elements($1::jsonb), unnest($7::double precision[]), unnest($9::integer[]))
        as x(id, attempt, event, result, ran_ms, told)
    ), moved as (
      update agent_tasks t set status = 'completed', attempt = i.attempt,
        result = nullif(i.result, 'null'::jsonb), error = null,
        worker_id = $2::uuid, lease_expires_at = null, finished_at = now(),
        started_at = case t.status when 'pending' then now() - i.ran_ms * interval '1 ms' else t.started_at end
      from input i
      where t.id = any($4::uuid[]) and t.id = i.id and ((t.status = 'pending' and t.attempt = i.attempt - 1)
        or (t.status = 'in_progress' and t.attempt = i.attempt and t.worker_id = $2::uuid))
      returning t.id, t.tenant_id, t.agent, i.attempt, i.event, ($8::jsonb[])[i.told] as told
    ), told as (
      insert into agent_events (id, tenant_id, agent, type, task_id, data)
      select event, tenant_id, agent, 'task.completed', id, told from moved
    )
    select array(select id || ' ' || attempt from moved) where (select count(*) from moved) < $3::integer`,
} as const;

/** What the events of a batch tell, each form once, and which of them (from 1) is whose. */
const toldBy = (completions: readonly Completion[]) => {
  const known = new Map<string, number>();
  const forms: string[] = [];
  const which = completions.map(({ type, attempt }) => {
    const key = `${attempt} ${type}`;
    const place = known.get(key) ?? forms.push(toJsonb({ type, attempt }));
    known.set(key, place);
    return place;
  });
  return { forms, which };
};

/**
 * Commits the results of tasks that have neither key nor message nor anything else to write; answers
 * for each, in order, whether its fence held. Of one whose fence did not hold nothing was kept.
 */
export const completeTasks = async (
  hot: Hot,
  workerId: string,
  completions: readonly Completion[],
): Promise<boolean[]> => {
  const input = inLockOrder(completions);
  const told = toldBy(input);
  const [few] = await hot.run(COMPLETE, [
    toJsonb(input.map(({ result }) => result)),
    workerId,
    completions.length,
    arrayOf(input.map(({ id }) => id)),
    arrayOf(input.map(({ attempt }) => attempt)),
    arrayOf(input.map(({ eventId }) => eventId)),
    arrayOf(input.map(({ ranMs }) => ranMs)),
    told.forms,
    arrayOf(told.which),
  ]);
  if (few === undefined) return completions.map(() => true);
  const kept = new Set(z.array(z.string()).parse(few[0]));
  // A batch may hold two attempts of one task, of which at most one has the fence.
  return completions.map(({ id, attempt }) => kept.has(`${id} ${attempt}`));
};
