import { z } from 'zod';
import { paramOf, type Route } from '../../http/route.ts';
import type { StripeAccount } from '../account.ts';
import { noteRefundChange, refundCharge } from '../changes/refund-charge.ts';
import { invalid } from '../errors.ts';
import { named, referred } from '../kind.ts';
import { chargeKind, paymentKind, refundKind } from '../kinds.ts';
import { mergeMetadata, metadataParam } from '../metadata.ts';
import { expandParams, integer, listParams } from '../params.ts';
import type { StripeCharge } from '../records/payments.ts';
import { renderRefund } from '../render.ts';
import { getRoute, listRoute } from './reading-routes.ts';
import { writingRoute } from './writing-route.ts';

const PATH = '/v1/refunds';

const listSchema = z.strictObject({
  ...listParams,
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
});

const newSchema = z.strictObject({
  ...expandParams,
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
  amount: integer.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: metadataParam,
});

const changesSchema = z.strictObject({ ...expandParams, metadata: metadataParam });

const chargeOf = (account: StripeAccount, params: z.output<typeof newSchema>): StripeCharge => {
  if (params.charge !== undefined) return referred(chargeKind(account), params.charge, 'charge');
  if (params.payment_intent === undefined) {
    throw invalid('One of the following params should be provided: charge, payment_intent.', undefined);
  }
  const payment = referred(paymentKind(account), params.payment_intent, 'payment_intent');
  const charge = account.charges.get(payment.latestChargeId ?? '');
  if (charge !== undefined) return charge;
  throw invalid('This PaymentIntent does not have a successful charge to refund.', undefined);
};

export const refundRoutes = (account: StripeAccount): readonly Route[] => {
  const kind = refundKind(account);
  return [
    listRoute(account, kind, {
      schema: listSchema,
      within: ({ charge }) => (charge === undefined ? undefined : account.groups.refundsOfCharge.of(charge)),
      isListed: (refund, { payment_intent: payment }) =>
        payment === undefined || refund.paymentId === payment,
    }),
    getRoute(account, kind),
    writingRoute(account, {
      path: PATH,
      schema: newSchema,
      run: (params, cause) => {
        const { amount, reason } = params;
        const metadata = mergeMetadata({}, params.metadata);
        const refund = refundCharge(account, chargeOf(account, params), { amount, reason, metadata }, cause);
        return renderRefund(account, refund);
      },
    }),
    writingRoute(account, {
      path: `${PATH}/:id`,
      schema: changesSchema,
      run: (params, cause, request) => {
        const refund = named(kind, paramOf(request, 'id'));
        const previous = { metadata: refund.metadata };
        refund.metadata = mergeMetadata(refund.metadata, params.metadata);
        noteRefundChange(account, refund, previous, cause);
        return renderRefund(account, refund);
      },
    }),
  ];
};
