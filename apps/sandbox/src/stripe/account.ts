import type { EffectKind } from '../books.ts';
import type { Collection } from './collection.ts';
import type { StripeCustomer, StripeEvent, StripeInvoice, StripeSubscription } from './records.ts';

/** The account as the routes see it. */
export interface StripeAccount {
  readonly customers: Collection<StripeCustomer>;
  readonly subscriptions: Collection<StripeSubscription>;
  readonly invoices: Collection<StripeInvoice>;
  readonly events: Collection<StripeEvent>;
  nowSeconds(): number;
  newId(prefix: string): string;
  noteEffect(effect: { object: string; key: string; kind: EffectKind }): void;
}

/** Who asked for a change: goes into the event, so that callers can tell their own echo. */
export interface Cause {
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
}

/** A change that nobody asked for by API: a renewal, a card that fails. */
export const byStripe: Cause = { requestId: null, idempotencyKey: null };

export const noteEvent = (
  account: StripeAccount,
  cause: Cause,
  event: { readonly type: string; readonly object: object; readonly previous?: object },
): void => {
  account.events.add({
    id: account.newId('evt'),
    created: account.nowSeconds(),
    type: event.type,
    object: event.object,
    previous: event.previous ?? null,
    ...cause,
  });
};

export const subscriptionsOf = (account: StripeAccount, customerId: string): readonly StripeSubscription[] =>
  account.subscriptions.items.filter((subscription) => subscription.customerId === customerId);
