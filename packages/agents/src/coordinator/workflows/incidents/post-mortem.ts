import type { Handler } from '@sherpa/agent-kit';
import { knowledgeContract } from '../../../knowledge/contract.ts';
import { nameOf } from '../../../known-customer.ts';
import type { CoordinatorContract } from '../../contract.ts';
import { partyOf } from './account.ts';

type Closed = Parameters<Handler<CoordinatorContract, 'ticket.closed'>>[0];

const LESSONS = ['What happened', 'What it meant for the customer', 'Why it happened', 'What we do about it'];

/** A page for what was learnt, to be written by people. */
export const writePostMortem = async (ctx: Closed, key: string, ids: readonly string[]): Promise<void> => {
  const party = await partyOf(ctx, ctx.task.payload.account);
  const name = party === undefined ? 'unknown' : nameOf(party.customer);
  await ctx.runTask(knowledgeContract, 'page.upsert', {
    key: `post-mortem:${key}`,
    source: 'operations',
    title: `Post-mortem: ${name}`,
    values: { Kind: 'Post-mortem', Status: 'Open', Customer: name, Reason: `Tickets ${ids.join(', ')}` },
    blocks: LESSONS.flatMap((text) => [
      { type: 'heading_2' as const, text },
      { type: 'paragraph' as const, text: 'To be written.' },
    ]),
  });
};
