import type { TaskContext } from '@sherpa/agent-kit';
import type { StripeApi, StripeCharge } from '@sherpa/integrations/stripe';
import type { BillingContract } from '../../contract.ts';
import { isGivenUp, refunds } from './definition.ts';
import { judge, type Verdict } from './policy.ts';

export type RefundContext = TaskContext<BillingContract, 'refund.request'>;

const DAY_MS = 86_400_000;
const CAP_DAYS = 30;
const PAGE = 100;

export const askedAtOf = ({ task }: RefundContext): Date => new Date(task.payload.askedAt ?? task.createdAt);

/** What the customer got back lately, in the charge's currency. */
const spentOf = async (ctx: RefundContext, stripe: StripeApi, charge: StripeCharge): Promise<number> => {
  const { customerId, currency } = charge;
  if (customerId === null) return 0;
  const since = askedAtOf(ctx).getTime() - CAP_DAYS * DAY_MS;
  const { rows } = await stripe.listCharges({ customerId, limit: PAGE }, { signal: ctx.signal });
  let spent = 0;
  for (const row of rows.filter((one) => one.currency === currency && one.amountRefundedMinor > 0)) {
    const made = await stripe.listRefunds({ chargeId: row.id, limit: PAGE }, { signal: ctx.signal });
    for (const { status, created, amountMinor } of made.rows)
      if (!isGivenUp(status) && created.getTime() > since) spent += amountMinor;
  }
  return spent;
};

/** What the rules say now, of the payment as it is now. */
export const look = async (ctx: RefundContext, stripe: StripeApi): Promise<Verdict> => {
  const { chargeId, amountMinor } = ctx.task.payload;
  const charge = await stripe.getCharge(chargeId, { signal: ctx.signal });
  if (charge === undefined) return { kind: 'refused', reason: 'Stripe has no such payment.' };
  const spentMinor = await spentOf(ctx, stripe, charge);
  return judge({ charge, amountMinor, askedAt: askedAtOf(ctx), spentMinor }, await ctx.settings(refunds));
};
