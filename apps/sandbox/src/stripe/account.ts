import type { EffectKind } from '../books.ts';
import { API_VERSION } from './api-version.ts';
import { changedFields } from './changed-fields.ts';
import type { Collection, Grouping } from './collection.ts';
import { isEventType } from './event-type.ts';
import { toOldShape } from './objects/old-shape.ts';
import type { StripeInvoice, StripeInvoiceItem, StripeSubscription } from './records/billing.ts';
import type { StripePrice, StripeProduct } from './records/catalog.ts';
import type { StripeCustomer } from './records/customer.ts';
import type { StripeEvent } from './records/event.ts';
import type {
  StripeBalanceTransaction,
  StripeCharge,
  StripeCreditNote,
  StripeDispute,
  StripePayment,
  StripeRefund,
} from './records/payments.ts';
import type { StripeCheckoutSession, StripeWebhookEndpoint } from './records/sessions.ts';
import type { SearchIndex } from './search/search-index.ts';
import type { StripeSwitches } from './switches.ts';

/** What the account holds, by kind. */
export interface StripeCollections {
  readonly customers: Collection<StripeCustomer>;
  readonly products: Collection<StripeProduct>;
  readonly prices: Collection<StripePrice>;
  readonly subscriptions: Collection<StripeSubscription>;
  readonly invoices: Collection<StripeInvoice>;
  readonly invoiceItems: Collection<StripeInvoiceItem>;
  readonly payments: Collection<StripePayment>;
  readonly charges: Collection<StripeCharge>;
  readonly refunds: Collection<StripeRefund>;
  readonly disputes: Collection<StripeDispute>;
  readonly creditNotes: Collection<StripeCreditNote>;
  readonly balanceTransactions: Collection<StripeBalanceTransaction>;
  readonly checkoutSessions: Collection<StripeCheckoutSession>;
  readonly webhookEndpoints: Collection<StripeWebhookEndpoint>;
  readonly events: Collection<StripeEvent>;
}

/** What belongs to what. */
export interface StripeGroups {
  readonly subscriptionsOfCustomer: Grouping<StripeSubscription>;
  readonly invoicesOfCustomer: Grouping<StripeInvoice>;
  readonly invoicesOfSubscription: Grouping<StripeInvoice>;
  readonly invoiceItemsOfCustomer: Grouping<StripeInvoiceItem>;
  readonly paymentsOfCustomer: Grouping<StripePayment>;
  readonly paymentsOfInvoice: Grouping<StripePayment>;
  readonly chargesOfCustomer: Grouping<StripeCharge>;
  readonly chargesOfPayment: Grouping<StripeCharge>;
  readonly refundsOfCharge: Grouping<StripeRefund>;
  readonly creditNotesOfInvoice: Grouping<StripeCreditNote>;
}

/** The account as the routes see it. */
export interface StripeAccount extends StripeCollections {
  readonly groups: StripeGroups;
  readonly switches: StripeSwitches;
  readonly searchIndex: SearchIndex;
  nowSeconds(): number;
  newId(prefix: string): string;
  noteEffect(effect: { object: string; key: string; kind: EffectKind }): void;
  /** Told of every event as it is made: webhooks are sent from here. */
  onEvent(event: StripeEvent): void;
}

/** Who asked for a change: goes into the event, so that callers can tell their own echo. */
export interface Cause {
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
}

/** A change that nobody asked for by API: a renewal, a card that fails. */
export const byStripe: Cause = { requestId: null, idempotencyKey: null };

/** The same account as it acts at a moment of its own: renewals happen when they are due. */
export const atMoment = (account: StripeAccount, seconds: number): StripeAccount => ({
  ...account,
  nowSeconds: () => seconds,
});

const EVENTS_KEPT_SECONDS = 30 * 86_400;
/** Forgetting moves the whole list, so it waits until it is worth it. */
const FORGET_EVERY_SECONDS = 86_400;

/** Whether an event is still to be read: thirty days. */
export const isEventKept = (account: StripeAccount, event: StripeEvent): boolean =>
  event.created > account.nowSeconds() - EVENTS_KEPT_SECONDS;

/** Every event of the account goes through here. */
export const noteEvent = (
  account: StripeAccount,
  cause: Cause,
  event: { readonly type: string; readonly object: object; readonly previous?: object },
): void => {
  const now = account.nowSeconds();
  const { oldEvents, failDeliveries } = account.switches;
  const oldVersion =
    oldEvents?.types.some((type) => isEventType(event.type, type)) === true ? oldEvents.version : null;
  const oldest = account.events.items[0]?.created ?? now;
  if (oldest < now - EVENTS_KEPT_SECONDS - FORGET_EVERY_SECONDS) {
    account.events.forgetBefore(now - EVENTS_KEPT_SECONDS);
  }
  const noted = account.events.add({
    id: account.newId('evt'),
    created: now,
    type: event.type,
    apiVersion: oldVersion ?? API_VERSION,
    object: oldVersion === null ? event.object : toOldShape(event.object),
    previous: event.previous ?? null,
    ...cause,
    isDelivered: !failDeliveries.some((type) => isEventType(event.type, type)),
  });
  account.onEvent(noted);
};

/** Applies a change and, where it shows, makes the `*.updated` event that tells the old values. */
export const noteChange = (
  account: StripeAccount,
  cause: Cause,
  change: { readonly type: string; render(): object; apply(): void },
): void => {
  const before = change.render();
  change.apply();
  const object = change.render();
  const previous = changedFields(before, object);
  if (Object.keys(previous).length === 0) return;
  noteEvent(account, cause, { type: change.type, object, previous });
};
