import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';
import type { CaseStatus } from './case.ts';

/** Cases of one workflow that wait for the same. */
export interface CaseGroup {
  readonly workflow: string;
  readonly status: Exclude<CaseStatus, 'closed'>;
  readonly reason: string | null;
  readonly count: number;
  /** When the first of them was opened. */
  readonly oldestAt: Date;
  /** When the first of them is due. */
  readonly dueAt: Date | null;
  /** The newest of them. */
  readonly sampleId: string;
}

export interface CaseGroupFilter {
  readonly workflow?: string | undefined;
  readonly status?: CaseGroup['status'] | undefined;
  readonly limit: number;
  /** The sample of the last group seen; the page starts after it. */
  readonly cursor?: string | undefined;
}

interface Row {
  workflow: string;
  status: CaseGroup['status'];
  reason: string | null;
  count: number;
  oldest_at: Date;
  due_at: Date | null;
  sample_id: string;
}

/** What a tenant's workflows see to, by what it waits for; that of which one came last first. Of what lives, not of what was. */
export const groupCases = async (
  tx: Db,
  { workflow, status, limit, cursor }: CaseGroupFilter,
): Promise<CaseGroup[]> => {
  const { rows } = await sql<Row>`
    select * from (
      select workflow, status, reason, count(*)::integer as count, min(opened_at) as oldest_at, min(due_at) as due_at,
        max(id::text collate "C")::uuid as sample_id
      from workflow_cases
      where tenant_id = current_tenant() and status <> 'closed'
        and (${workflow ?? null}::text is null or workflow = ${workflow ?? null})
        and (${status ?? null}::text is null or status = ${status ?? null})
      group by workflow, status, reason
    ) g
    where ${cursor ?? null}::uuid is null or sample_id < ${cursor ?? null}::uuid
    order by sample_id desc limit ${limit}`.execute(tx);
  return rows.map(({ oldest_at: oldestAt, due_at: dueAt, sample_id: sampleId, ...row }) => ({
    ...row,
    oldestAt,
    dueAt,
    sampleId,
  }));
};
