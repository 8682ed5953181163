import type { Handler, TaskContext } from '@sherpa/agent-kit';
import { findCases, findRenewing, readRecords, type RenewingSubscription } from '@sherpa/db';
import { liveCases } from '../../../casework/live-cases.ts';
import { company } from '../../../company.ts';
import { addDays, daysBetween, startOf } from '../../../time/days.ts';
import { dayOf } from '../../../time/zoned.ts';
import { untilSettled } from '../../../until-settled.ts';
import { successContract, type SuccessContract } from '../../contract.ts';
import { renewals } from './definition.ts';
import { outcomeOf, renewalKey, stageOf, subscriptionState } from './policy.ts';

type Ctx = Pick<TaskContext, 'withTenant' | 'settings' | 'enqueue'> & {
  readonly task: { readonly tenantId: string };
};

const PAGE = 500;

/** Has those prepared that have come to a reminder which their case does not know of yet. */
const prepare = async (
  ctx: Ctx,
  due: readonly RenewingSubscription[],
  { today, timeZone }: { readonly today: string; readonly timeZone: string },
): Promise<number> => {
  const { daysBefore } = await ctx.settings(renewals);
  const staged = due.flatMap(({ connectionId, subscriptionId, periodEnd }) => {
    const period = dayOf(periodEnd, timeZone);
    const stage = stageOf(daysBetween(today, period), daysBefore);
    return stage === undefined ? [] : [{ connectionId, subscriptionId, period, stage, today }];
  });
  const keyOf = (one: (typeof staged)[number]): string => renewalKey(one.subscriptionId, one.period);
  const cases = await ctx.withTenant((tx) => findCases(tx, renewals.name, staged.map(keyOf)));
  const wanted = staged.filter((one) => {
    const known = cases.get(keyOf(one));
    return known?.subject['stage'] !== String(one.stage) || known.reason === 'set to end';
  });
  for (const one of wanted) {
    const options = { key: `${keyOf(one)}:${one.stage}`, concurrencyKey: `renewal:${one.subscriptionId}` };
    ctx.enqueue(successContract, 'renewal.prepare', one, options);
  }
  return wanted.length;
};

/** Ends those whose subscription has renewed, ended, or is set to end. */
const settle = async (ctx: Ctx, timeZone: string): Promise<number> => {
  let closed = 0;
  for await (const cases of liveCases(ctx, renewals)) {
    const ids = cases.flatMap(({ subject }) => subject['subscription'] ?? []);
    const kind = { system: 'stripe', objectType: 'subscription' } as const;
    const records = await ctx.withTenant((tx) => readRecords(tx, kind, ids));
    const states = new Map(
      records.map(({ externalId, payload }) => [externalId, subscriptionState.parse(payload)]),
    );
    for (const { key, subject } of cases) {
      const subscription = subject['subscription'] ?? '';
      const outcome = outcomeOf(states.get(subscription), subject['period'] ?? '', timeZone);
      if (outcome === undefined) continue;
      closed += 1;
      const options = { key: `${key}:close`, concurrencyKey: `renewal:${subscription}` };
      ctx.enqueue(successContract, 'renewal.close', { key, outcome }, options);
    }
  }
  return closed;
};

/** What has come to a reminder, by the days of the company, and what is settled. */
export const sweepRenewals: Handler<SuccessContract, 'renewals.sweep'> = async (ctx) => {
  if (!(await untilSettled(ctx))) return { prepared: 0, closed: 0 };
  const { timeZone } = await ctx.settings(company);
  const { daysBefore, shortestMonths } = await ctx.settings(renewals);
  const today = ctx.task.payload.today ?? dayOf(ctx.task.createdAt, timeZone);
  // A day more on each side: days begin and end elsewhere at other moments.
  const [from, until] = [startOf(addDays(today, -1)), startOf(addDays(today, Math.max(...daysBefore) + 2))];
  const terms = { tenantId: ctx.task.tenantId, from, until, minMonths: shortestMonths, limit: PAGE };
  let [prepared, after]: [number, string | undefined] = [0, undefined];
  do {
    const last: string | undefined = after;
    const due: readonly RenewingSubscription[] = await ctx.withTenant((tx) =>
      findRenewing(tx, { ...terms, after: last }),
    );
    prepared += await prepare(ctx, due, { today, timeZone });
    after = due.length === PAGE ? due.at(-1)?.subscriptionId : undefined;
  } while (after !== undefined);
  return { prepared, closed: await settle(ctx, timeZone) };
};
