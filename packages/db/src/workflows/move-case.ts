import { sql } from 'kysely';
import { newId } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import { caseColumns, toCase, type Ids, type WorkflowCase } from './case.ts';

/** Which case, and the task that moves it. */
export interface CaseAddress {
  readonly tenantId: string;
  readonly workflow: string;
  readonly key: string;
  readonly taskId: string;
}

export interface CaseOpening extends CaseAddress {
  readonly subject: Ids;
  readonly dueAt?: Date | undefined;
}

const openAs = async (
  tx: Db,
  { tenantId, workflow, key, taskId, subject, dueAt }: CaseOpening,
  status: 'open' | 'held',
  reason: string | null,
): Promise<WorkflowCase> => {
  const row = await tx
    .insertInto('workflow_cases')
    .values({
      id: newId(),
      tenant_id: tenantId,
      workflow,
      key,
      status,
      reason,
      subject: toJsonb(subject),
      due_at: dueAt ?? null,
      task_id: taskId,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'workflow', 'key']).doUpdateSet({
        status,
        reason,
        subject: sql`workflow_cases.subject || excluded.subject`,
        due_at: sql`coalesce(excluded.due_at, workflow_cases.due_at)`,
        task_id: taskId,
        opened_at: sql`case when workflow_cases.status = 'closed' then now() else workflow_cases.opened_at end`,
        updated_at: sql`now()`,
        closed_at: null,
      }),
    )
    .returning(caseColumns)
    .executeTakeFirstOrThrow();
  return toCase(row);
};

/** Opens a case, or finds the one there is; one that is closed or held is open again. */
export const openCase = (tx: Db, opening: CaseOpening): Promise<WorkflowCase> =>
  openAs(tx, opening, 'open', null);

/** Leaves it to people, with the reason why it cannot go on by itself. */
export const holdCase = (tx: Db, opening: CaseOpening, reason: string): Promise<WorkflowCase> =>
  openAs(tx, opening, 'held', reason);

const closing = (reason: string) => ({
  status: 'closed' as const,
  reason,
  closed_at: sql<Date>`now()`,
});

const move = async (
  tx: Db,
  { workflow, key, taskId }: CaseAddress,
  change: { readonly refs?: Ids; readonly dueAt?: Date | null; readonly closedBecause?: string },
): Promise<WorkflowCase | undefined> => {
  const { refs, dueAt, closedBecause } = change;
  const row = await tx
    .updateTable('workflow_cases')
    .set({
      task_id: taskId,
      updated_at: sql<Date>`now()`,
      ...(refs === undefined ? {} : { refs: sql<string>`refs || ${toJsonb(refs)}::jsonb` }),
      ...(dueAt === undefined ? {} : { due_at: dueAt }),
      ...(closedBecause === undefined ? {} : closing(closedBecause)),
    })
    .where('workflow', '=', workflow)
    .where('key', '=', key)
    .where('status', '<>', 'closed')
    .returning(caseColumns)
    .executeTakeFirst();
  return row === undefined ? undefined : toCase(row);
};

/** Notes what was made for a case, or when it is due; undefined where no such case lives. */
export const noteCase = (
  tx: Db,
  address: CaseAddress,
  note: { readonly refs?: Ids; readonly dueAt?: Date | null },
): Promise<WorkflowCase | undefined> => move(tx, address, note);

/** Ends a case by hand; undefined where no such case lives. */
export const endCase = async (tx: Db, id: string, reason: string): Promise<WorkflowCase | undefined> => {
  const row = await tx
    .updateTable('workflow_cases')
    .set({ ...closing(reason), updated_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('status', '<>', 'closed')
    .returning(caseColumns)
    .executeTakeFirst();
  return row === undefined ? undefined : toCase(row);
};

/** Closes a case; undefined where no such case lives. */
export const closeCase = (tx: Db, address: CaseAddress, reason: string): Promise<WorkflowCase | undefined> =>
  move(tx, address, { closedBecause: reason });
