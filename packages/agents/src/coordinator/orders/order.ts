/** How often something is paid, in Stripe's words. */
export type Rhythm = { readonly interval: 'week' | 'month' | 'year'; readonly count: number };

/** One line of what was sold; amounts in minor units of the order's currency. */
export type OrderLine = {
  readonly id: string;
  readonly name: string;
  readonly sku: string | null;
  readonly productId: string | null;
  readonly quantity: number;
  readonly unitMinor: number;
  /** Null for what is paid once. */
  readonly rhythm: Rhythm | null;
};

/** What was sold to whom, as a deal that is won says it. */
export type Order = {
  readonly dealId: string;
  readonly dealName: string;
  /** By HubSpot's type of deal: more for somebody who is a customer already. */
  readonly isExisting: boolean;
  readonly currency: string;
  readonly amountMinor: number;
  readonly ownerId: string | null;
  readonly wonAt: string;
  readonly company: { readonly id: string; readonly name: string; readonly domain: string | null };
  readonly contact: { readonly id: string; readonly email: string; readonly name: string | null };
  readonly lines: readonly OrderLine[];
};

/** Why something cannot go on without people. */
export type Problem = { readonly problem: string };

export const isProblem = <T extends object>(given: T | Problem): given is Problem => 'problem' in given;
