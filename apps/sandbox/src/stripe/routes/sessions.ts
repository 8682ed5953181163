import { z } from 'zod';
import { paramOf, type Route } from '../../http/route.ts';
import { noteEvent, type Cause, type StripeAccount } from '../account.ts';
import { named, referred } from '../kind.ts';
import { checkoutSessionKind, customerKind, priceKind } from '../kinds.ts';
import { mergeMetadata, metadataParam } from '../metadata.ts';
import { toWireCheckoutSession } from '../objects/wire-session.ts';
import { expandParams, integer, listOf, listParams } from '../params.ts';
import type { StripeCheckoutSession } from '../records/sessions.ts';
import { getRoute, listRoute } from './reading-routes.ts';
import { writingRoute } from './writing-route.ts';

const PATH = '/v1/checkout/sessions';

const listSchema = z.strictObject({
  ...listParams,
  customer: z.string().optional(),
  status: z.enum(['open', 'complete', 'expired']).optional(),
});

const newSchema = z.strictObject({
  ...expandParams,
  mode: z.enum(['payment', 'setup', 'subscription']),
  line_items: listOf(
    z.strictObject({ price: z.string(), quantity: integer.pipe(z.int().min(1)).default(1) }),
  ).default([]),
  customer: z.string().optional(),
  customer_email: z.string().optional(),
  client_reference_id: z.string().max(200).optional(),
  success_url: z.url().optional(),
  cancel_url: z.url().optional(),
  metadata: metadataParam,
});

const create = (account: StripeAccount, params: z.output<typeof newSchema>): StripeCheckoutSession => {
  const customer =
    params.customer === undefined ? null : referred(customerKind(account), params.customer, 'customer');
  const lines = params.line_items.map(({ price, quantity }, index) => ({
    price: referred(priceKind(account), price, `line_items[${index}][price]`),
    quantity,
  }));
  return account.checkoutSessions.add({
    id: account.newId('cs_test'),
    created: account.nowSeconds(),
    mode: params.mode,
    customerId: customer?.id ?? null,
    customerEmail: params.customer_email ?? null,
    clientReferenceId: params.client_reference_id ?? null,
    successUrl: params.success_url ?? null,
    cancelUrl: params.cancel_url ?? null,
    currency: lines[0]?.price.currency ?? null,
    lines,
    metadata: mergeMetadata({}, params.metadata),
    status: 'open',
  });
};

const expire = (account: StripeAccount, session: StripeCheckoutSession, cause: Cause): void => {
  session.status = 'expired';
  noteEvent(account, cause, { type: 'checkout.session.expired', object: toWireCheckoutSession(session) });
};

export const checkoutRoutes = (account: StripeAccount): readonly Route[] => {
  const kind = checkoutSessionKind(account);
  return [
    listRoute(account, kind, {
      schema: listSchema,
      isListed: (session, { customer, status }) =>
        (customer === undefined || session.customerId === customer) &&
        (status === undefined || session.status === status),
    }),
    getRoute(account, kind),
    writingRoute(account, {
      path: PATH,
      schema: newSchema,
      run: (params) => toWireCheckoutSession(create(account, params)),
    }),
    writingRoute(account, {
      path: `${PATH}/:id/expire`,
      schema: z.strictObject(expandParams),
      run: (_params, cause, request) => {
        const session = named(kind, paramOf(request, 'id'));
        expire(account, session, cause);
        return toWireCheckoutSession(session);
      },
    }),
  ];
};

const portalSchema = z.strictObject({
  ...expandParams,
  customer: z.string(),
  return_url: z.url().optional(),
  configuration: z.string().optional(),
});

/** A link for a customer to its own billing, good for minutes; nothing of it is kept. */
export const portalRoutes = (account: StripeAccount): readonly Route[] => [
  writingRoute(account, {
    path: '/v1/billing_portal/sessions',
    schema: portalSchema,
    run: ({ customer, return_url: returnUrl, configuration }) => {
      const { id } = referred(customerKind(account), customer, 'customer');
      const session = account.newId('bps');
      return {
        id: session,
        object: 'billing_portal.session',
        configuration: configuration ?? 'bpc_sandbox',
        created: account.nowSeconds(),
        customer: id,
        customer_account: null,
        flow: null,
        livemode: false,
        locale: null,
        on_behalf_of: null,
        return_url: returnUrl ?? null,
        url: `https://billing.stripe.example/p/session/${session}`,
      };
    },
  }),
];
