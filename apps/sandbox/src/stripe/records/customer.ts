/** A customer, apart from how Stripe shows it. Times are Unix seconds everywhere, as Stripe's are. */
export interface StripeCustomer {
  readonly id: string;
  readonly created: number;
  readonly invoicePrefix: string;
  /** Of a test clock: lists leave it out, events do not. */
  readonly testClock: string | null;
  currency: string | null;
  /** Negative is credit for the next invoice. */
  balance: number;
  email: string | null;
  name: string | null;
  phone: string | null;
  description: string | null;
  delinquent: boolean;
  metadata: Readonly<Record<string, string>>;
  isDeleted: boolean;
  /** Why the card on file is declined; null when it is good. */
  declineCode: string | null;
}
