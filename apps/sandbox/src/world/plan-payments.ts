import type { Random } from '../random.ts';
import { amountDueOf } from '../stripe/invoice-amounts.ts';
import { NO_METADATA } from '../stripe/metadata.ts';
import type { StripeInvoice } from '../stripe/records/billing.ts';
import type {
  PaymentStatus,
  StripeBalanceTransaction,
  StripeCharge,
  StripePayment,
} from '../stripe/records/payments.ts';

export interface Money {
  readonly payments: StripePayment[];
  readonly charges: StripeCharge[];
  readonly balanceTransactions: StripeBalanceTransaction[];
}

const DECLINES = [
  'insufficient_funds',
  'insufficient_funds',
  'generic_decline',
  'expired_card',
  'do_not_honor',
];

const HOUR = 3_600;

const statusOf = ({ status }: StripeInvoice): PaymentStatus => {
  if (status === 'paid') return 'succeeded';
  return status === 'void' ? 'canceled' : 'requires_payment_method';
};

const feeOn = (amount: number): number => Math.round(amount * 0.015) + 25;

interface Try {
  readonly at: number;
  readonly isPaid: boolean;
}

/** The tries that an invoice tells of, evenly over the time it had: the last one paid, where it is. */
const triesOf = (invoice: StripeInvoice, anchor: number): readonly Try[] => {
  const isPaid = invoice.status === 'paid';
  const count = Math.max(invoice.attemptCount, isPaid ? 1 : 0);
  const end = invoice.paidAt ?? anchor;
  const step = Math.floor((end - invoice.created) / Math.max(count, 1));
  return Array.from({ length: count }, (_unused, index) => {
    const isLast = index === count - 1;
    return {
      at: isLast && isPaid ? end : Math.min(invoice.created + HOUR + index * step, anchor),
      isPaid: isLast && isPaid,
    };
  });
};

/** Ids of what hangs on an invoice are its own under other prefixes: nothing has to be drawn for them. */
const idsOf = (invoice: StripeInvoice) => {
  const suffix = invoice.id.slice('in_'.length);
  const id = (prefix: string): string => [prefix, suffix].join('_');
  return { payment: id('pi'), charge: id('ch'), transaction: id('txn') };
};

type Ids = ReturnType<typeof idsOf>;

const planCharge = (
  random: Random,
  invoice: StripeInvoice,
  ids: Ids,
  { at, isPaid, index }: Try & { readonly index: number },
): StripeCharge => ({
  id: index === 0 ? ids.charge : [ids.charge, index].join(''),
  created: at,
  paymentId: ids.payment,
  customerId: invoice.customerId,
  currency: invoice.currency,
  amount: amountDueOf(invoice),
  declineCode: isPaid ? null : random.pick(DECLINES),
  balanceTransactionId: isPaid ? ids.transaction : null,
  amountRefunded: 0,
  isDisputed: false,
  metadata: NO_METADATA,
});

const planPayment = (invoice: StripeInvoice, ids: Ids, last: StripeCharge | undefined): StripePayment => ({
  id: ids.payment,
  created: invoice.created,
  customerId: invoice.customerId,
  invoiceId: invoice.id,
  currency: invoice.currency,
  amount: amountDueOf(invoice),
  status: statusOf(invoice),
  declineCode: last?.declineCode ?? null,
  latestChargeId: last?.id ?? null,
  canceledAt: invoice.voidedAt,
  description: null,
  metadata: NO_METADATA,
});

const planTransaction = (ids: Ids, charge: StripeCharge): StripeBalanceTransaction => ({
  id: ids.transaction,
  created: charge.created,
  type: 'charge',
  sourceId: charge.id,
  currency: charge.currency,
  amount: charge.amount,
  fee: feeOn(charge.amount),
});

/** The payments and charges of the invoices, as their states tell them. */
export const planPayments = (
  random: Random,
  deps: { readonly invoices: readonly StripeInvoice[]; readonly anchor: number },
): Money => {
  const money: Money = { payments: [], charges: [], balanceTransactions: [] };
  for (const invoice of deps.invoices) {
    if (amountDueOf(invoice) === 0) continue;
    const ids = idsOf(invoice);
    const charges = triesOf(invoice, deps.anchor).map((one, index) =>
      planCharge(random, invoice, ids, { ...one, index }),
    );
    const last = charges.at(-1);
    money.payments.push(planPayment(invoice, ids, last));
    money.charges.push(...charges);
    if (last?.declineCode === null) money.balanceTransactions.push(planTransaction(ids, last));
  }
  return money;
};
