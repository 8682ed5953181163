import type { StripeApi, StripeCharge } from '@sherpa/integrations/stripe';
import { refunds } from './definition.ts';
import type { RefundContext } from './look.ts';
import { keyOf, refundKey } from './refund-key.ts';

/** Makes the refund at Stripe, once. */
export const giveBack = async (
  ctx: RefundContext,
  stripe: StripeApi,
  charge: StripeCharge,
  amountMinor: number,
) => {
  const { ticketId, chargeId } = ctx.task.payload;
  const options = { signal: ctx.signal };
  const failed = await ctx.step('failed before', async () => {
    const known = await ctx.cases(refunds).find(keyOf(ctx.task.payload));
    return known?.refs['failedRefund'] ?? null;
  });
  return ctx.effect('refund', {
    vendor: 'stripe',
    key: refundKey(ctx.task, failed),
    intent: {
      operation: 'refunds.create',
      chargeId,
      amountMinor,
      currency: charge.currency,
      ticketId: ticketId ?? null,
    },
    perform: async (key) => {
      const { id } = await stripe.createRefund(
        { key, chargeId, amountMinor, reason: 'requested_by_customer' },
        options,
      );
      return { id };
    },
    verify: async (key) => {
      const found = await stripe.findCreatedRefund({ key, chargeId, since: charge.created }, options);
      return found && { id: found.id };
    },
    pretend: { id: 'dry-run' },
  });
};
