import { noteEvent, type Cause, type StripeAccount } from '../account.ts';
import type {
  StripeInvoice,
  StripeInvoiceItem,
  StripeLine,
  StripeSubscription,
  StripeSubscriptionItem,
} from '../records/billing.ts';
import type { StripeCustomer } from '../records/customer.ts';
import { renderInvoice } from '../render.ts';

/** The line of an item for one period. */
export const lineOfItem = (item: StripeSubscriptionItem): StripeLine => ({
  subscriptionItemId: item.id,
  invoiceItemId: null,
  price: item.price,
  quantity: item.quantity,
  amount: item.price.unitAmount * item.quantity,
  description: [item.quantity, item.price.nickname ?? item.price.id].join(' × '),
  isProration: false,
  period: { start: item.periodStart, end: item.periodEnd },
});

export const lineOfInvoiceItem = (item: StripeInvoiceItem): StripeLine => ({
  subscriptionItemId: null,
  invoiceItemId: item.id,
  price: item.price,
  quantity: item.quantity,
  amount: item.amount,
  description: item.description ?? '',
  isProration: item.isProration,
  period: item.period,
});

export const sumOf = (lines: readonly StripeLine[]): number =>
  lines.reduce((sum, { amount }) => sum + amount, 0);

/** What a discount takes off an amount, whole units of the currency's smallest. */
export const discountOn = (amount: number, subscription: StripeSubscription | null, at: number): number => {
  const discount = subscription?.discount ?? null;
  if (discount === null || amount <= 0 || (discount.end !== null && discount.end <= at)) return 0;
  return Math.min(discount.amountOff ?? Math.round((amount * (discount.percentOff ?? 0)) / 100), amount);
};

/** What waits for the next invoice of a customer, or of one subscription of it. */
export const pendingItems = (
  account: StripeAccount,
  customerId: string,
  currency: string,
  subscriptionId: string | null,
): readonly StripeInvoiceItem[] =>
  account.groups.invoiceItemsOfCustomer
    .of(customerId)
    .filter(
      (item) =>
        item.invoiceId === null &&
        !item.isDeleted &&
        item.currency === currency &&
        (item.subscriptionId === null || item.subscriptionId === subscriptionId),
    );

export interface InvoiceRequest {
  readonly customer: StripeCustomer;
  readonly subscription: StripeSubscription | null;
  readonly currency: string;
  readonly billingReason: StripeInvoice['billingReason'];
  readonly lines: readonly StripeLine[];
  readonly collectionMethod: StripeInvoice['collectionMethod'];
  readonly daysUntilDue: number | null;
  readonly autoAdvance: boolean;
  readonly period?: { readonly start: number; readonly end: number };
  readonly description?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
}

const DAY = 86_400;

const discountIdOf = (subscription: StripeSubscription | null): string | null =>
  subscription?.discount?.id ?? null;

/** An invoice as a draft, not yet the account's: an id of '' stands for a preview. */
export const draftOf = (id: string, now: number, request: InvoiceRequest): StripeInvoice => {
  const { subscription, lines } = request;
  const discountAmount = discountOn(sumOf(lines), subscription, now);
  const told = { description: null, metadata: {}, period: { start: now, end: now }, ...request };
  return {
    id,
    created: now,
    customerId: request.customer.id,
    subscriptionId: subscription?.id ?? null,
    billingReason: request.billingReason,
    currency: request.currency,
    periodStart: told.period.start,
    periodEnd: told.period.end,
    testClock: request.customer.testClock,
    collectionMethod: request.collectionMethod,
    number: null,
    lines,
    amount: sumOf(lines) - discountAmount,
    discountId: discountAmount > 0 ? discountIdOf(subscription) : null,
    discountAmount,
    appliedBalance: 0,
    creditedAmount: 0,
    dueDate: request.daysUntilDue === null ? null : now + request.daysUntilDue * DAY,
    description: told.description,
    metadata: told.metadata,
    autoAdvance: request.autoAdvance,
    status: 'draft',
    attemptCount: 0,
    nextPaymentAttempt: null,
    finalizedAt: null,
    paidAt: null,
    voidedAt: null,
    uncollectibleAt: null,
    isDeleted: false,
  };
};

/** Makes a draft of the given lines and takes in the items that wait for it. */
export const makeInvoice = (
  account: StripeAccount,
  request: InvoiceRequest,
  waiting: readonly StripeInvoiceItem[],
  cause: Cause,
): StripeInvoice => {
  const lines = [...request.lines, ...waiting.map(lineOfInvoiceItem)];
  const invoice = draftOf(account.newId('in'), account.nowSeconds(), { ...request, lines });
  account.invoices.add(invoice);
  for (const item of waiting) item.invoiceId = invoice.id;
  if (request.subscription !== null) request.subscription.latestInvoiceId = invoice.id;
  request.customer.currency ??= request.currency;
  noteEvent(account, cause, { type: 'invoice.created', object: renderInvoice(account, invoice) });
  return invoice;
};
