import type { StripeAccount } from '../account.ts';
import { nextOfInvoice, nextOfSubscription, type Due } from './due.ts';
import { makeHeap } from '../../heap.ts';

/** The account as time passes: renewals, retries, trials that end, drafts that open. */
export interface StripeLife {
  /** Brings about what is due until that second, each thing at its own moment and in the order of time. */
  liveUntil(seconds: number): void;
}

interface Planned {
  readonly at: number;
  readonly after: number;
  next(after: number): Due | undefined;
}

/** Nothing is due before it begins. */
export const makeStripeLife = (account: StripeAccount, beginsAt: number): StripeLife => {
  let lived = beginsAt;
  return {
    liveUntil: (until) => {
      const heap = makeHeap<Planned>();
      let planned = 0;
      const plan = (next: Planned['next'], after: number): void => {
        const due = next(after);
        if (due !== undefined && due.at <= until) heap.push({ at: due.at, after, next });
      };
      const planNewInvoices = (after: number): void => {
        const { items } = account.invoices;
        for (; planned < items.length; planned += 1) {
          const invoice = items[planned];
          if (invoice !== undefined) plan((from) => nextOfInvoice(account, invoice, from), after);
        }
      };
      for (const subscription of account.subscriptions.items) {
        plan((after) => nextOfSubscription(account, subscription, after), lived);
      }
      planNewInvoices(lived);
      for (let entry = heap.pop(); entry !== undefined; entry = heap.pop()) {
        // What was planned may have been overtaken: an invoice paid, a subscription ended.
        const due = entry.next(entry.after);
        if (due?.at === entry.at) due.run();
        plan(entry.next, due?.at === entry.at ? entry.at : entry.after);
        planNewInvoices(entry.at);
      }
      lived = Math.max(until, lived);
    },
  };
};
