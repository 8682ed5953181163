import { DatabaseError, newId } from '@sherpa/core';
import { sql } from 'kysely';
import { matching, type FailureFilter } from '../failures/failure-filter.ts';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import { redriveColumns, toRedrive, type Redrive, type RedriveRow, type StopRule } from './redrive.ts';
import { tellRedrive } from './tell-redrive.ts';

export interface NewRedrive {
  readonly tenantId: string;
  readonly filter: FailureFilter;
  readonly perSecond: number;
  /** Null: it goes on however many fail again. */
  readonly stopAt: StopRule | null;
}

/** Begins to put the failed tasks that match back to work; the conductor does it. */
export const startRedrive = async (tx: Db, wanted: NewRedrive): Promise<Redrive> => {
  const { tenantId, filter, perSecond, stopAt } = wanted;
  const { rows } = await sql<RedriveRow>`
    insert into agent_redrives (id, tenant_id, filter, per_second, stop_share, stop_after, matched)
    select ${newId()}::uuid, ${tenantId}::uuid, ${toJsonb(filter)}::jsonb, ${perSecond}::float8,
      ${stopAt?.share ?? null}::float8, ${stopAt?.after ?? 1}::int,
      (select count(*) from agent_tasks t where t.tenant_id = ${tenantId}::uuid and ${matching(filter)})
    returning ${sql.join(redriveColumns.map((column) => sql.ref(column)))}`.execute(tx);
  const [redrive] = rows.map(toRedrive);
  if (redrive === undefined) throw new DatabaseError('A redrive was not kept.');
  await tellRedrive(tx, 'redrive.started', redrive);
  return redrive;
};
