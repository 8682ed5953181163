/** What signals are read by. */
export interface SignalTerms {
  readonly tenantId: string;
  /** What counts as of now, by the day that is looked at. */
  readonly now: Date;
  /** Invoices made before that are past, unless they are open. */
  readonly billedSince: Date;
  /** Notes before that are past. */
  readonly notedSince: Date;
  /** With which day the revenue is compared: `2026-03-01`. */
  readonly revenueDay: string;
  /** Whose case is wanted with it. */
  readonly workflow: string;
}
