import type { StripeApi, StripeCharge } from '@sherpa/integrations/stripe';
import type { RefundContext } from './look.ts';

/** Makes the refund at Stripe, once. */
export const giveBack = (
  ctx: RefundContext,
  stripe: StripeApi,
  charge: StripeCharge,
  amountMinor: number,
) => {
  const { ticketId, chargeId } = ctx.task.payload;
  const options = { signal: ctx.signal };
  return ctx.effect('refund', {
    vendor: 'stripe',
    // Of a ticket one refund, whichever task makes it; a script that asks anew means another one.
    ...(ticketId === undefined ? {} : { key: `refund:ticket:${ticketId}` }),
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
