import type { Handler, Handlers } from '@sherpa/agent-kit';
import { toJson, type ResultOf } from '@sherpa/core';
import { noteRevenue, payingCustomerOf, retryConflicts, saveRisks } from '@sherpa/db';
import { closeWork } from '../../../casework/close-work.ts';
import { holdUnlessKnown } from '../../../casework/hold-unless-known.ts';
import { openWork } from '../../../casework/open-work.ts';
import { untilSettled } from '../../../until-settled.ts';
import { company } from '../../../company.ts';
import { salesContract } from '../../../sales/contract.ts';
import { startOf } from '../../../time/days.ts';
import { dayOf } from '../../../time/zoned.ts';
import { successContract, type SuccessContract } from '../../contract.ts';
import { todayOf } from '../../today.ts';
import { churnWatch, type churnMessages, type churnTasks } from './definition.ts';
import { reasonsText } from './points.ts';
import { judgedSchema, readChurn, toRisk, type Judged } from './read-churn.ts';
import { toPatches, toSaves } from './tell-points.ts';

type Look = Parameters<Handler<SuccessContract, 'churn.look'>>[0];
type Shaken = Parameters<Handler<SuccessContract, 'customer.shaken'>>[0];

const PAGE = 2_000;
/** Twenty thousand customers are some seconds; the next task goes on where this one stops. */
const MOST_PAGES = 10;
const HOUR_MS = 3_600_000;

/** Points of all customers, page by page; whoever crosses a threshold is looked at by a task of its own. */
const sweep: Handler<SuccessContract, 'churn.sweep'> = async (ctx) => {
  const { tenantId, payload, createdAt } = ctx.task;
  if (!(await untilSettled(ctx))) return { looked: 0, changed: 0, followed: 0 };
  const today = payload.today ?? dayOf(createdAt, (await ctx.settings(company)).timeZone);
  if (payload.after === undefined) await ctx.withTenant((tx) => noteRevenue(tx, tenantId, today));
  const news: Judged[] = [];
  let [after, looked, followed] = [payload.after, 0, 0];
  for (let page = 0; page < MOST_PAGES && (page === 0 || after !== undefined); page += 1) {
    const { customers, next } = await readChurn(ctx, today, { after, limit: PAGE });
    for (const { signals, move } of customers) {
      if (move === 'nothing') continue;
      followed += 1;
      const { customerId } = signals;
      const options = { key: `${customerId}:${today}`, concurrencyKey: `churn:${customerId}` };
      ctx.enqueue(successContract, 'churn.look', { customerId, today }, options);
    }
    news.push(...customers.filter(({ isNews, move }) => isNews && move === 'nothing'));
    looked += customers.length;
    after = next;
  }
  for (const patch of toPatches(news))
    ctx.enqueue(salesContract, 'objects.patch', patch, { concurrencyKey: 'churn-points' });
  for (const risks of toSaves(news)) ctx.enqueue(successContract, 'churn.save', risks);
  if (after !== undefined) ctx.enqueue(successContract, 'churn.sweep', { today, after });
  ctx.state.set('sweptOn', today);
  return { looked, changed: news.length, followed };
};

const save: Handler<SuccessContract, 'churn.save'> = async (ctx) => {
  const { id: taskId, tenantId, payload } = ctx.task;
  const risks = payload.risks.map(({ customerId, written }) => toRisk(customerId, written));
  const saved = await retryConflicts(() =>
    ctx.withTenant((tx) => saveRisks(tx, tenantId, { taskId, risks })),
  );
  return { saved };
};

/** Gives the owner a task with the reasons, or brings it up to date. */
const warn = async (
  ctx: Look | Shaken,
  { signals, judged }: Judged,
  today: string,
): Promise<'opened' | 'held'> => {
  const { customerId: key, stripeCustomerId, caseStatus, caseSubject } = signals;
  const isSame = caseStatus !== null && caseStatus !== 'closed';
  const day = isSame ? (caseSubject?.['day'] ?? today) : today;
  const of = { workflow: churnWatch, key, subject: { stripeCustomer: stripeCustomerId, day }, round: day };
  const party = await holdUnlessKnown(ctx, of, stripeCustomerId);
  if (party === undefined) return 'held';
  const { dueInHours, openFrom } = await ctx.settings(churnWatch);
  const points = judged?.points ?? 0;
  await openWork(ctx, of, party, {
    kind: 'May leave',
    body: `${points} points speak for leaving: ${reasonsText(judged)}.`,
    dueAt: new Date(startOf(day).getTime() + dueInHours * HOUR_MS),
    priority: points >= (openFrom + 100) / 2 ? 'high' : 'medium',
    values: { Reason: reasonsText(judged) },
  });
  return 'opened';
};

type Looked = ResultOf<SuccessContract, 'churn.look'>;

const moveCase = async (ctx: Look | Shaken, seen: Judged, today: string): Promise<Looked['did']> => {
  const { customerId: key } = seen.signals;
  if (seen.move === 'open') return warn(ctx, seen, today);
  if (seen.move === 'nothing') return 'nothing';
  const outcome = seen.judged === null ? 'no subscription left' : 'recovered';
  return (await closeWork(ctx, churnWatch, { key, outcome })) ? 'closed' : 'nothing';
};

/** Looks at one customer: tells HubSpot what is new, and opens or closes its case. */
const look = async (ctx: Look | Shaken, customerId: string, today: string): Promise<Looked> => {
  const { id: taskId, tenantId } = ctx.task;
  // As it was when the task began: it goes on from its start after each wait, and what it waits for changes that.
  const seen = judgedSchema.parse(
    await ctx.step('judged', async () => {
      const { customers } = await readChurn(ctx, today, { ids: [customerId] });
      return toJson(customers[0] ?? null) ?? null;
    }),
  );
  if (seen === null) {
    const isClosed = await closeWork(ctx, churnWatch, { key: customerId, outcome: 'merged or gone' });
    return { points: null, did: isClosed ? 'closed' : 'nothing' };
  }
  if (seen.isNews) {
    for (const patch of toPatches([seen])) await ctx.runTask(salesContract, 'objects.patch', patch);
    const risks = [toRisk(customerId, seen.judged)];
    await retryConflicts(() => ctx.withTenant((tx) => saveRisks(tx, tenantId, { taskId, risks })));
  }
  return { points: seen.judged?.points ?? null, did: await moveCase(ctx, seen, today) };
};

/** Points of customers every night, and of one when something happens to it. */
export const churnHandlers: Pick<
  Handlers<SuccessContract>,
  keyof typeof churnTasks | keyof typeof churnMessages
> = {
  'churn.sweep': sweep,
  'churn.save': save,
  'churn.look': async (ctx) => {
    const { customerId, today } = ctx.task.payload;
    return look(ctx, customerId, today ?? (await todayOf(ctx)));
  },
  'customer.shaken': async (ctx) => {
    const { tenantId, payload } = ctx.task;
    const id = await ctx.withTenant((tx) => payingCustomerOf(tx, tenantId, payload.stripeCustomerId));
    if (id === undefined) return ctx.log.debug('No customer who pays is known by this id at Stripe.');
    await look(ctx, id, await todayOf(ctx));
  },
};
