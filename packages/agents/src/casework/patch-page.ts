import type { Waiting } from '@sherpa/agent-kit';
import { knowledgeContract } from '../knowledge/contract.ts';

/** Changes columns of the page that was made for a case; does nothing where none was made. */
export const patchPage = async (
  ctx: Pick<Waiting, 'runTask'>,
  { notionPage }: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>>,
): Promise<void> => {
  if (notionPage !== undefined)
    await ctx.runTask(knowledgeContract, 'page.patch', { id: notionPage, values: { ...values } });
};
