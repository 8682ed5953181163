import { sql } from 'kysely';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import { caseColumns, toCase, type Ids, type WorkflowCase } from './case.ts';

/** The newest open case of a workflow whose subject has all of these; undefined where none is open. */
export const findOpenCase = async (
  tx: Db,
  { workflow, subject }: { readonly workflow: string; readonly subject: Ids },
): Promise<WorkflowCase | undefined> => {
  const row = await tx
    .selectFrom('workflow_cases')
    .select(caseColumns)
    .where('workflow', '=', workflow)
    .where('status', '=', 'open')
    .where(sql<boolean>`status <> 'closed'`)
    .where(sql<boolean>`subject @> ${toJsonb(subject)}::jsonb`)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : toCase(row);
};
