export type SourceSystem = 'hubspot' | 'stripe' | 'notion';

/** What one vendor object says of a customer. Absent: the object has no such field. Null: it is empty there. */
export interface SourceFields {
  readonly name?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly company?: string | null;
  readonly ownerId?: string | null;
  readonly lifecycleStage?: string | null;
  readonly currency?: string | null;
  readonly balanceMinor?: number;
  readonly delinquent?: boolean;
  /** Of a subscription or an invoice, as the vendor names it. */
  readonly status?: string;
  /** Of a subscription that counts: a month's revenue. In minor units of `currency`. */
  readonly monthlyRevenueMinor?: number;
  /** Of an open invoice: what is still due. In minor units of `currency`. */
  readonly amountDueMinor?: number;
  /** When the object was made, as Unix milliseconds. */
  readonly createdMs?: number;
}

/** One vendor object and what ties it to others. */
export interface CustomerSource {
  readonly system: SourceSystem;
  readonly objectType: string;
  readonly externalId: string;
  /**
   * Objects that share a key describe one customer: `hubspot:contact:1`, `stripe:customer:cus_1`,
   * `email:a@b.example`. The first is the object's own.
   */
  readonly keys: readonly string[];
  readonly fields: SourceFields;
  /** The vendor's version of the object, as Unix milliseconds; an older one is ignored. */
  readonly version: number;
  readonly deleted: boolean;
}

/** The e-mail as a key compares it: trimmed, NFKC, lower case, the domain in ASCII. */
export const normaliseEmail = (email: string): string | undefined => {
  const text = email.normalize('NFKC').trim().toLowerCase();
  const at = text.lastIndexOf('@');
  if (at < 1 || at === text.length - 1) return undefined;
  const domain = asciiDomain(text.slice(at + 1));
  return domain === undefined ? undefined : `${text.slice(0, at)}@${domain}`;
};

const asciiDomain = (domain: string): string | undefined => {
  const url = URL.parse(`http://${domain}`);
  return url === null || url.hostname === '' ? undefined : url.hostname;
};
