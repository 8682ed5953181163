import type { StripeCustomer } from '../records/customer.ts';

/** What search knows of customers: it lags behind every write. */
export interface SearchIndex {
  /** Tells what a customer was before a write; null for one that is new. */
  note(id: string, before: StripeCustomer | null): void;
  /** A customer as search sees it now, nothing for one it has not heard of. */
  seen(customer: StripeCustomer): StripeCustomer | undefined;
}

export interface SearchIndexDeps {
  nowMs(): number;
  lagMs(): number;
}

export const makeSearchIndex = ({ nowMs, lagMs }: SearchIndexDeps): SearchIndex => {
  const behind = new Map<string, { readonly untilMs: number; readonly before: StripeCustomer | null }>();
  const stillBehind = (id: string) => {
    const entry = behind.get(id);
    if (entry === undefined || entry.untilMs > nowMs()) return entry;
    behind.delete(id);
    return undefined;
  };
  return {
    note: (id, before) => {
      const first = stillBehind(id);
      if (lagMs() > 0) behind.set(id, first ?? { untilMs: nowMs() + lagMs(), before });
    },
    seen: (customer) => {
      const entry = stillBehind(customer.id);
      return entry === undefined ? customer : (entry.before ?? undefined);
    },
  };
};
