import type { WorkflowDefinition } from '@sherpa/core';
import { knowledgeContract } from '../knowledge/contract.ts';
import { salesContract } from '../sales/contract.ts';
import type { CaseContext } from './case-context.ts';

/**
 * Ends the case of that key with what was made for it: its HubSpot task is completed, its Notion page done. False
 * where no such case lives.
 */
export const closeWork = async (
  ctx: CaseContext,
  workflow: WorkflowDefinition,
  { key, outcome }: { readonly key: string; readonly outcome: string },
): Promise<boolean> => {
  const open = await ctx.cases(workflow).find(key);
  if (open === undefined || open.status === 'closed') return false;
  const { hubspotTask, notionPage } = open.refs;
  if (hubspotTask !== undefined) await ctx.runTask(salesContract, 'task.complete', { id: hubspotTask });
  if (notionPage !== undefined) {
    const values = { Status: 'Done', Outcome: outcome };
    await ctx.runTask(knowledgeContract, 'page.patch', { id: notionPage, values });
  }
  await ctx.cases(workflow).close(key, outcome);
  return true;
};
