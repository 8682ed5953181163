import { AgentError, isFinished, type WorkflowDefinition } from '@sherpa/core';
import { getTask, type WorkflowCase } from '@sherpa/db';
import { salesContract } from '../sales/contract.ts';
import type { CaseContext } from './case-context.ts';
import { patchPage } from './patch-page.ts';

/** What was made for it is noted as `hubspotTask`, or begins with that where there are several. */
const tasksOf = (refs: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(refs).flatMap(([name, id]) => (name.startsWith('hubspotTask') ? [id] : []));

const REST_MS = 1_500;

/**
 * Whoever opened it may be making its task or page at this moment, which would be left behind: a task that waits holds
 * no place among those of its concurrency key.
 */
const untilLeftAlone = async (ctx: CaseContext, { taskId }: WorkflowCase): Promise<void> => {
  if (taskId === ctx.task.id) return;
  const other = await ctx.withTenant((tx) => getTask(tx, taskId));
  if (other === undefined || isFinished(other.status)) return;
  throw new AgentError('Another task is still at work on this case.', {
    retry: { afterMs: REST_MS, counted: false },
  });
};

/**
 * Ends the case of that key with what was made for it: its HubSpot tasks are completed, its Notion page done. False
 * where no such case lives.
 */
export const closeWork = async (
  ctx: CaseContext,
  workflow: WorkflowDefinition,
  { key, outcome }: { readonly key: string; readonly outcome: string },
): Promise<boolean> => {
  const open = await ctx.cases(workflow).find(key);
  if (open === undefined || open.status === 'closed') return false;
  await untilLeftAlone(ctx, open);
  for (const id of tasksOf(open.refs))
    await ctx.runTask(salesContract, 'task.complete', { id }, { name: `complete ${id}` });
  await patchPage(ctx, open.refs, { Status: 'Done', Outcome: outcome });
  await ctx.cases(workflow).close(key, outcome);
  return true;
};
