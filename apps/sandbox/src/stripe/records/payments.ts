type Metadata = Readonly<Record<string, string>>;

export type PaymentStatus = 'requires_payment_method' | 'requires_confirmation' | 'succeeded' | 'canceled';

/** A payment intent: what is to be paid, and how far that is. */
export interface StripePayment {
  readonly id: string;
  readonly created: number;
  readonly customerId: string | null;
  readonly invoiceId: string | null;
  readonly currency: string;
  amount: number;
  status: PaymentStatus;
  declineCode: string | null;
  latestChargeId: string | null;
  canceledAt: number | null;
  description: string | null;
  metadata: Metadata;
}

/** One try at a card. */
export interface StripeCharge {
  readonly id: string;
  readonly created: number;
  readonly paymentId: string;
  readonly customerId: string | null;
  readonly currency: string;
  readonly amount: number;
  /** Null for one that succeeded. */
  readonly declineCode: string | null;
  balanceTransactionId: string | null;
  amountRefunded: number;
  isDisputed: boolean;
  metadata: Metadata;
}

export interface StripeRefund {
  readonly id: string;
  readonly created: number;
  readonly chargeId: string;
  readonly paymentId: string;
  readonly currency: string;
  readonly amount: number;
  readonly reason: string | null;
  status: 'succeeded' | 'pending' | 'failed' | 'canceled';
  balanceTransactionId: string | null;
  failureReason: string | null;
  metadata: Metadata;
}

export type DisputeStatus = 'needs_response' | 'under_review' | 'won' | 'lost';

export interface StripeDispute {
  readonly id: string;
  readonly created: number;
  readonly chargeId: string;
  readonly paymentId: string;
  readonly currency: string;
  readonly amount: number;
  readonly reason: string;
  readonly dueBy: number;
  status: DisputeStatus;
  evidence: Readonly<Record<string, string>>;
  submissions: number;
  balanceTransactionIds: readonly string[];
  metadata: Metadata;
}

export interface StripeCreditNote {
  readonly id: string;
  readonly created: number;
  readonly number: string;
  readonly invoiceId: string;
  readonly customerId: string;
  readonly currency: string;
  readonly amount: number;
  readonly isAfterPayment: boolean;
  readonly refund: { readonly id: string; readonly amount: number } | null;
  readonly reason: string | null;
  readonly memo: string | null;
  metadata: Metadata;
  voidedAt: number | null;
}

/** What moved on the account's balance: a charge, a refund, a dispute. */
export interface StripeBalanceTransaction {
  readonly id: string;
  readonly created: number;
  readonly type: 'charge' | 'refund' | 'refund_failure' | 'adjustment';
  readonly sourceId: string;
  readonly currency: string;
  readonly amount: number;
  readonly fee: number;
}
