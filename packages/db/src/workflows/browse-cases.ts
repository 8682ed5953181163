import { sql } from 'kysely';
import { prepared } from '../prepared.ts';
import type { Db } from '../schema/index.ts';
import { caseColumns, toCase, type CaseStatus, type WorkflowCase } from './case.ts';

export interface CaseFilter {
  readonly workflow?: string | undefined;
  /** `live` is open or held. */
  readonly status?: CaseStatus | 'live' | undefined;
  /** Those with this reason; null: those without one. */
  readonly reason?: string | null | undefined;
  readonly limit: number;
  /** The id of the last case seen; the page starts after it. */
  readonly cursor?: string | undefined;
}

/** A tenant's cases, newest first. */
export const listCases = async (
  tx: Db,
  { workflow, status, reason, limit, cursor }: CaseFilter,
): Promise<WorkflowCase[]> => {
  const rows = await tx
    .selectFrom('workflow_cases')
    .select(caseColumns)
    .$if(workflow !== undefined, (query) => query.where('workflow', '=', workflow ?? ''))
    // Said for the index of those that live, also where only open or held ones are asked for.
    .$if(status !== undefined && status !== 'closed', (query) =>
      query.where(sql<boolean>`status <> 'closed'`),
    )
    .$if(status !== undefined && status !== 'live', (query) =>
      query.where('status', '=', status === 'live' ? 'open' : (status ?? 'open')),
    )
    .$if(reason !== undefined, (query) => query.where('reason', 'is not distinct from', reason ?? null))
    .$if(cursor !== undefined, (query) => query.where('id', '<', cursor ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toCase);
};

/** The case of that id, or undefined if this tenant has none. */
export const getCase = async (tx: Db, id: string): Promise<WorkflowCase | undefined> => {
  const row = await tx
    .selectFrom('workflow_cases')
    .select(caseColumns)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : toCase(row);
};

/** A workflow's case of that key, whatever its status. */
export const findCase = async (
  tx: Db,
  { workflow, key }: { readonly workflow: string; readonly key: string },
): Promise<WorkflowCase | undefined> => {
  const row = await tx
    .selectFrom('workflow_cases')
    .modifyFront(prepared)
    .select(caseColumns)
    .where('workflow', '=', workflow)
    .where('key', '=', key)
    .executeTakeFirst();
  return row === undefined ? undefined : toCase(row);
};

/** A workflow's cases of these keys, by key; those that there are. */
export const findCases = async (
  tx: Db,
  workflow: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, WorkflowCase>> => {
  if (keys.length === 0) return new Map();
  const rows = await tx
    .selectFrom('workflow_cases')
    .select(caseColumns)
    .where('workflow', '=', workflow)
    .where('key', 'in', keys)
    .execute();
  return new Map(rows.map((row) => [row.key, toCase(row)]));
};
