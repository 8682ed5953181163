export type SourceSystem = 'hubspot' | 'stripe' | 'notion';

/** What one vendor object says of a customer. Absent: the object has no such field. Null: it is empty there. */
export interface SourceFields {
  readonly name?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  /** Two letters, where the vendor tells: what a national number is from. */
  readonly country?: string | null;
  readonly company?: string | null;
  readonly jobTitle?: string | null;
  readonly ownerId?: string | null;
  readonly lifecycleStage?: string | null;
  /** Of a contact: the company it works for, by HubSpot's id. */
  readonly companyId?: string | null;
  /** Of a company: as it was typed into the field. */
  readonly domain?: string | null;
  /** True where somebody does not want our e-mails. */
  readonly emailOptOut?: boolean;
  readonly currency?: string | null;
  readonly balanceMinor?: number;
  readonly delinquent?: boolean;
  readonly taxIds?: readonly string[];
  /** Of a page about a customer. */
  readonly healthNotes?: string | null;
  readonly playbook?: string | null;
  readonly onboardingStatus?: string | null;
  /** Of a subscription or an invoice, as the vendor names it. */
  readonly status?: string;
  /** Of a subscription that counts: a month's revenue. In minor units of `currency`. */
  readonly monthlyRevenueMinor?: number;
  /** Of an open invoice: what is still due. In minor units of `currency`. */
  readonly amountDueMinor?: number;
  /** Of a paid invoice: when, as Unix milliseconds. */
  readonly paidMs?: number;
  /** When the object was made, as Unix milliseconds. */
  readonly createdMs?: number;
}

/** One vendor object and what ties it to others. */
export interface CustomerSource {
  readonly system: SourceSystem;
  readonly objectType: string;
  readonly externalId: string;
  /**
   * What names this object and others that are the same customer: `hubspot:contact:1`,
   * `stripe:customer:cus_1`, `email:a@b.example`. The first is the object's own. Another of its own kind
   * was merged into it by the vendor. An address in `fields` need not be named here again.
   */
  readonly keys: readonly string[];
  readonly fields: SourceFields;
  /** The vendor's version of the object, as Unix milliseconds; an older one is ignored. */
  readonly version: number;
  readonly deleted: boolean;
}
