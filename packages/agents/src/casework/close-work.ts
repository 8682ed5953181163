import type { WorkflowDefinition } from '@sherpa/core';
import { salesContract } from '../sales/contract.ts';
import type { CaseContext } from './case-context.ts';
import { patchPage } from './patch-page.ts';
import { untilLeftAlone } from './until-left-alone.ts';

/** What was made for it is noted as `hubspotTask`, or begins with that where there are several. */
const tasksOf = (refs: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(refs).flatMap(([name, id]) => (name.startsWith('hubspotTask') ? [id] : []));

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
