import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';
import { redriveColumns, toRedrive, type Redrive, type RedriveRow } from './redrive.ts';

/** Notes which of the redriven tasks have come to rest since the last look; answers with the new numbers. */
export const settleRedriven = async (tx: Db, redrive: Redrive): Promise<Redrive> => {
  if (redrive.ended === redrive.redriven) return redrive;
  const { rows } = await sql<RedriveRow>`
    with noted as (
      update agent_redriven d set outcome = t.status from agent_tasks t
      where d.redrive_id = ${redrive.id} and d.outcome is null and t.id = d.task_id
        and t.status in ('completed', 'failed', 'cancelled', 'waiting')
      returning d.outcome
    ), counted as (
      select count(*)::int as ended, count(*) filter (where outcome = 'completed')::int as completed,
        count(*) filter (where outcome = 'failed')::int as failed_again
      from noted
    )
    update agent_redrives r set ended = r.ended + c.ended, completed = r.completed + c.completed,
      failed_again = r.failed_again + c.failed_again
    from counted c where r.id = ${redrive.id}
    returning ${sql.join(redriveColumns.map((column) => sql.ref(`r.${column}`)))}`.execute(tx);
  return rows.map(toRedrive)[0] ?? redrive;
};
