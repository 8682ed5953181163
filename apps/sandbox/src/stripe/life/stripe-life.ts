import type { StripeAccount } from '../account.ts';
import type { StripeInvoice, StripeSubscription } from '../records/billing.ts';
import { nextOfInvoice, nextOfSubscription, type Due } from './due.ts';
import { makeHeap } from '../../heap.ts';

/** The account as time passes: renewals, retries, trials that end, drafts that open. */
export interface StripeLife {
  /** Brings about what is due until that second, each thing at its own moment and in the order of time. */
  liveUntil(seconds: number): void;
}

type Subject = StripeSubscription | StripeInvoice;

/** When a subscription or an invoice has to be looked at again. */
interface Planned {
  readonly at: number;
  readonly subject: Subject;
  after: number;
  /** Another plan has taken its place. */
  isOld: boolean;
}

/** Subscriptions go before invoices; otherwise by their ids, so that it is the same in one step and in many. */
const isFirst = (left: Planned, right: Planned): boolean => {
  const [a, b] = ['items' in left.subject, 'items' in right.subject];
  return a === b ? left.subject.id < right.subject.id : a;
};

const idOf = (object: object): string => ('id' in object && typeof object.id === 'string' ? object.id : '');

/** Whom an event tells of, whom something may be due for. */
const isSubject = (id: string): boolean => id.startsWith('sub_') || id.startsWith('in_');

/** The plans of all subscriptions and invoices. Whatever changes makes an event, and is planned anew. */
const makePlans = (account: StripeAccount) => {
  const heap = makeHeap<Planned>(isFirst);
  const current = new Map<string, Planned>();
  const changed = new Set<string>();
  const nextOf = (subject: Subject, after: number): Due | undefined =>
    'items' in subject ? nextOfSubscription(account, subject, after) : nextOfInvoice(account, subject, after);
  const plan = (subject: Subject, after: number): void => {
    const at = nextOf(subject, after)?.at;
    const known = current.get(subject.id);
    if (known !== undefined && known.at === at) {
      known.after = after;
      return;
    }
    if (known !== undefined) known.isOld = true;
    current.delete(subject.id);
    if (at === undefined) return;
    const planned = { at, subject, after, isOld: false };
    current.set(subject.id, planned);
    heap.push(planned);
  };
  account.subscriptions.listen(({ id }) => changed.add(id));
  account.invoices.listen(({ id }) => changed.add(id));
  account.events.listen(({ object }) => {
    const id = idOf(object);
    if (isSubject(id)) changed.add(id);
  });
  return {
    nextOf,
    plan,
    planAll: (after: number): void => {
      for (const subscription of account.subscriptions.items) plan(subscription, after);
      for (const invoice of account.invoices.items) plan(invoice, after);
    },
    planChanged: (after: number): void => {
      for (const id of changed) {
        const subject = account.subscriptions.get(id) ?? account.invoices.get(id);
        if (subject !== undefined) plan(subject, after);
      }
      changed.clear();
    },
    takeUntil: (seconds: number): Planned | undefined => {
      for (let first = heap.first(); first !== undefined && first.at <= seconds; first = heap.first()) {
        heap.pop();
        if (first.isOld) continue;
        current.delete(first.subject.id);
        return first;
      }
      return undefined;
    },
  };
};

/** Nothing is due before it begins. */
export const makeStripeLife = (account: StripeAccount, beginsAt: number): StripeLife => {
  const plans = makePlans(account);
  let lived = beginsAt;
  let isPlanned = false;
  return {
    liveUntil: (until) => {
      // All of them once; from then on a step costs what is due and what has changed.
      if (!isPlanned) plans.planAll(lived);
      isPlanned = true;
      plans.planChanged(lived);
      for (let one = plans.takeUntil(until); one !== undefined; one = plans.takeUntil(until)) {
        // What was planned may have been overtaken: an invoice paid, a subscription ended.
        const due = plans.nextOf(one.subject, one.after);
        const isDue = due?.at === one.at;
        if (isDue) due.run();
        const after = isDue ? one.at : one.after;
        plans.plan(one.subject, after);
        plans.planChanged(one.at);
      }
      lived = Math.max(until, lived);
    },
  };
};
