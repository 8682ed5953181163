import { arrayOf } from '../hot/array-of.ts';
import type { Hot } from '../hot/hot-statements.ts';
import { inLockOrder } from './lock-order.ts';

/** An attempt that was begun by reading and is now to be written down. */
export interface HoldRequest {
  readonly id: string;
  readonly attempt: number;
  /** How long it has been running, in milliseconds. */
  readonly ranMs: number;
}

const HOLD = {
  name: 'hold-tasks',
  text: `update agent_tasks t set status = 'in_progress', attempt = i.attempt, worker_id = $2::uuid, progress = null,
      lease_expires_at = now() + $3::double precision * interval '1 ms',
      started_at = now() - i.ran_ms * interval '1 ms'
    from jsonb_to_recordset($1::jsonb) as i(id uuid, attempt integer, ran_ms double precision)
    where t.id = any($4::uuid[]) and t.id = i.id and t.cancel_requested_at is null and ((t.status = 'pending' and t.attempt = i.attempt - 1)
      or (t.status = 'in_progress' and t.attempt = i.attempt and t.worker_id = $2::uuid))
    returning t.id`,
} as const;

/**
 * Writes down that these attempts run here: from now on the tasks are in progress, under a lease, with
 * the attempt as their fence. Answers with those that are held; the others were cancelled, or taken by
 * another worker, and must stop. To ask again, after an answer that got lost, is answered in the same way.
 */
export const holdTasks = async (
  hot: Hot,
  { workerId, leaseMs }: { readonly workerId: string; readonly leaseMs: number },
  requests: readonly HoldRequest[],
): Promise<Set<string>> => {
  const input = inLockOrder(requests).map(({ id, attempt, ranMs }) => ({ id, attempt, ran_ms: ranMs }));
  const ids = arrayOf(input.map(({ id }) => id));
  const rows = await hot.run(HOLD, [JSON.stringify(input), workerId, leaseMs, ids]);
  return new Set(rows.map(([id]) => String(id)));
};
