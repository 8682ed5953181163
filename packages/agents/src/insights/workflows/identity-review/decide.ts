import type { Clients, Handler } from '@sherpa/agent-kit';
import { ConflictError, NotFoundError } from '@sherpa/core';
import { decideReview, findCustomerByKey, getReview, mergeCustomers, retryConflicts } from '@sherpa/db';
import type { Notion, NotionPage } from '@sherpa/integrations/notion';
import { closeWork } from '../../../casework/close-work.ts';
import { knowledgeContract } from '../../../knowledge/contract.ts';
import type { InsightsContract } from '../../contract.ts';
import { textIn } from '../../../text-in.ts';
import { readAnswer, type Answer } from './answer.ts';
import { identityReview } from './definition.ts';

type Answered = Parameters<Handler<InsightsContract, 'identity.answered'>>[0];

/** How a question ended; or why it cannot be, which people are told. */
type Decision = { readonly outcome: string } | { readonly unclear: string; readonly isTold?: boolean };

const UNCLEAR = 'The answer is none of those that the page names.';
const UNCLEAR_STATUS = 'Unclear';
const MOST_PAGES = 20;

/** Who edited the page last, as the workspace calls them. */
const editorOf = async (ctx: Answered, notion: Notion, { editedBy }: NotionPage): Promise<string> => {
  const unknown = `Notion user ${editedBy ?? 'unknown'}`;
  if (editedBy === null) return unknown;
  let next: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const users = await notion.listUsers({ next, limit: 100 }, { signal: ctx.signal });
    const name = users.rows.find(({ id }) => id === editedBy)?.name ?? null;
    if (name !== null) return `${name}, in Notion`;
    ({ next } = users);
    if (next === undefined) break;
  }
  return unknown;
};

const decideOne = async (ctx: Answered, id: string, { kind }: Answer, by: string): Promise<Decision> => {
  if (kind !== 'approve' && kind !== 'reject') return { unclear: UNCLEAR };
  const { tenantId } = ctx.task;
  const decision = { approved: kind === 'approve', by, reason: 'answered in Notion' };
  try {
    const { status } = await retryConflicts(() =>
      ctx.withTenant((tx) => decideReview(tx, tenantId, id, decision)),
    );
    return { outcome: `${status} by ${by}` };
  } catch (thrown) {
    if (!(thrown instanceof ConflictError) && !(thrown instanceof NotFoundError)) throw thrown;
    const review = await ctx.withTenant((tx) => getReview(tx, id));
    return { outcome: `${review?.status ?? 'settled'} by ${review?.decidedBy ?? 'nobody'}` };
  }
};

const matchPayer = async (ctx: Answered, id: string, answer: Answer, by: string): Promise<Decision> => {
  if (answer.kind === 'reject') return { outcome: `rejected by ${by}` };
  if (answer.kind !== 'is') return { unclear: UNCLEAR };
  const { tenantId } = ctx.task;
  const known = await ctx.withTenant((tx) => findCustomerByKey(tx, answer.node));
  if (known === undefined) return { unclear: 'Nobody of that number is known here.' };
  if (known.id === id) return { outcome: `joined by ${by}` };
  try {
    await retryConflicts(() =>
      ctx.withTenant((tx) =>
        mergeCustomers(tx, tenantId, { ids: [known.id, id], by, reason: 'answered in Notion' }),
      ),
    );
    return { outcome: `joined by ${by}` };
  } catch (thrown) {
    if (thrown instanceof NotFoundError) return { outcome: 'settled' };
    if (!(thrown instanceof ConflictError)) throw thrown;
    return { unclear: 'A person and a company cannot be one customer: name a record of the other kind.' };
  }
};

/** Decides a question as somebody has answered it in Notion, by what API and command line decide it with. */
export const makeDecide =
  ({ notion }: { readonly notion: Clients<Notion> }): Handler<InsightsContract, 'identity.answered'> =>
  async (ctx) => {
    const { connectionId, pageId, key } = ctx.task.payload;
    const cases = ctx.cases(identityReview);
    const found = await cases.find(key);
    if (found === undefined || found.status === 'closed' || found.refs['notionPage'] !== pageId) return;
    const { client } = await notion.of(ctx.task.tenantId, connectionId);
    const decision = await ctx.step('decision', async (): Promise<Decision | null> => {
      // As it says now, whatever it said when it was read.
      const page = await client.getPage(pageId, { signal: ctx.signal });
      const text = textIn(page?.properties ?? {}, 'Outcome');
      if (page === undefined || text === '') return null;
      const by = await editorOf(ctx, client, page);
      const answer = readAnswer(text);
      const decided = key.startsWith('payer:')
        ? await matchPayer(ctx, key.slice('payer:'.length), answer, by)
        : await decideOne(ctx, key, answer, by);
      // Written once: each write of ours brings the page here again.
      return { ...decided, isTold: page.properties['Status']?.value === UNCLEAR_STATUS };
    });
    if (decision === null) return ctx.log.debug('Nobody has written an answer on the page.');
    if ('unclear' in decision) {
      await cases.hold(key, { subject: found.subject, reason: decision.unclear });
      const values = { Status: UNCLEAR_STATUS, Reason: decision.unclear };
      if (decision.isTold !== true)
        await ctx.runTask(knowledgeContract, 'page.patch', { id: pageId, values });
    } else await closeWork(ctx, identityReview, { key, outcome: decision.outcome });
  };
