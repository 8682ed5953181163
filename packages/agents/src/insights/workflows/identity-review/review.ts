import { childTask, type Handler } from '@sherpa/agent-kit';
import {
  getReview,
  isSettled,
  settledMatters,
  unaskedPayers,
  unaskedReviews,
  withSides,
  type Db,
  type ReadKind,
  type SettledMatter,
} from '@sherpa/db';
import { z } from 'zod';
import { knowledgeContract } from '../../../knowledge/contract.ts';
import type { InsightsContract } from '../../contract.ts';
import { vendorLinks } from '../../vendor-links.ts';
import { identityReview } from './definition.ts';
import { payerQuestion, reviewQuestion, type Question } from './page.ts';

const KINDS: readonly ReadKind[] = [
  { system: 'hubspot', stream: 'contacts', objectType: 'contact' },
  { system: 'hubspot', stream: 'companies', objectType: 'company' },
  { system: 'stripe', stream: 'customers', objectType: 'customer' },
];

/** What is left is ended in the next hour. */
const MOST_CLOSED = 200;

const PAYER = 'payer:';

const workflow = identityReview.name;

/** The questions that are to be put now: of who is one, then of payers that are nobody. */
const questionsOf = async (
  tx: Db,
  { newPagesAnHour, asksOfPayers }: { readonly newPagesAnHour: number; readonly asksOfPayers: boolean },
): Promise<readonly Question[]> => {
  const links = await vendorLinks(tx);
  const ids = await unaskedReviews(tx, { workflow, limit: newPagesAnHour });
  const found = await Promise.all(ids.map((id) => getReview(tx, id)));
  const reviews = await withSides(
    tx,
    found.flatMap((review) => review ?? []),
  );
  const limit = asksOfPayers ? newPagesAnHour - reviews.length : 0;
  const payers = limit > 0 ? await unaskedPayers(tx, { workflow, limit }) : [];
  return [
    ...reviews.map((review) => reviewQuestion(review, links)),
    ...payers.map((payer) => payerQuestion(payer, links)),
  ];
};

const outcomeText = ({ outcome, by }: SettledMatter): string =>
  by === null ? outcome : `${outcome} by ${by}`;

const keyOf = ({ key }: Question): string => key.slice(workflow.length + 1);

const madeSchema = z.object({ id: z.string() });

const subjectOf = (key: string): Record<string, string> =>
  key.startsWith(PAYER) ? { customer: key.slice(PAYER.length) } : { review: key };

/** Ends what is decided, and asks what is not. */
export const reviewIdentities: Handler<InsightsContract, 'identity.review'> = async (ctx) => {
  const settings = await ctx.settings(identityReview);
  const cases = ctx.cases(identityReview);
  // While somebody is still being read for the first time, everybody else looks like nobody.
  const isWhole = await ctx.withTenant((tx) => isSettled(tx, ctx.task.tenantId, KINDS));
  if (!isWhole) return { asked: 0, closed: 0 };
  const plan = await ctx.step('plan', () =>
    ctx.withTenant(async (tx) => ({
      settled: (await settledMatters(tx, { workflow, limit: MOST_CLOSED })).map((one) => ({ ...one })),
      questions: await questionsOf(tx, settings),
    })),
  );
  const ended = plan.settled.flatMap((matter) =>
    matter.pageId === null ? [] : { ...matter, id: matter.pageId },
  );
  const outcomes = await ctx.runTasks('pages', [
    ...ended.map((matter) =>
      childTask(knowledgeContract, 'page.patch', {
        id: matter.id,
        values: { Status: 'Done', Outcome: outcomeText(matter) },
      }),
    ),
    ...plan.questions.map((one) => childTask(knowledgeContract, 'page.upsert', one)),
  ]);
  for (const [place, matter] of ended.entries())
    if (outcomes[place]?.status === 'completed') await cases.close(matter.key, outcomeText(matter));
  for (const { key, pageId, outcome } of plan.settled) if (pageId === null) await cases.close(key, outcome);
  let asked = 0;
  for (const [place, one] of plan.questions.entries()) {
    const page = madeSchema.safeParse(outcomes[ended.length + place]?.result);
    if (!page.success) continue;
    const key = keyOf(one);
    await cases.open(key, { subject: subjectOf(key) });
    await cases.note(key, { refs: { notionPage: page.data.id } });
    asked += 1;
  }
  return { asked, closed: plan.settled.length };
};
