import type { CrmRecord } from '../hubspot/record.ts';
import type { ObjectStore } from '../hubspot/object-store.ts';
import type { StripeAccount } from '../stripe/account.ts';
import { isShared } from '../notion/reach.ts';
import type { World } from '../world/make-world.ts';

/** How many there are of each label, without a list of what may be hundreds of thousands; null counts nowhere. */
const tally = <T>(
  items: Iterable<T>,
  labelOf: (item: T) => string | null,
): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const item of items) {
    const label = labelOf(item);
    if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
};

/** How many of those that are not alive became that; nobody looks at the others, of which there may be a million. */
const countGone = (
  stores: World['hubspot']['stores'],
  isWanted: (store: ObjectStore, record: CrmRecord) => boolean,
): number =>
  Object.values(stores)
    .map((store) => [...store.gone()].filter((record) => isWanted(store, record)).length)
    .reduce((sum, count) => sum + count, 0);

const isTold = ({ testClock }: { readonly testClock: string | null }) => testClock === null;

/** What lists show: what belongs to a test clock is not in them. */
const countStripe = (stripe: StripeAccount) => {
  const customers = tally(stripe.customers.items, (one) => {
    if (!isTold(one)) return null;
    return one.isDeleted ? 'deleted' : 'live';
  });
  return {
    customers: customers['live'] ?? 0,
    deletedCustomers: customers['deleted'] ?? 0,
    subscriptions: tally(stripe.subscriptions.items, (one) => (isTold(one) ? one.status : null)),
    invoices: tally(stripe.invoices.items, (one) => (isTold(one) && !one.isDeleted ? one.status : null)),
    charges: stripe.charges.items.length,
    refunds: stripe.refunds.items.length,
    disputes: tally(stripe.disputes.items, ({ status }) => status),
    events: stripe.events.items.length,
  };
};

const rowsOf = (source: { readonly rows: readonly { readonly isTrashed: boolean }[] }): number =>
  source.rows.filter((page) => !page.isTrashed).length;

const countNotion = (notion: World['notion']) => {
  const pages = [...notion.pages.values()].filter((page) => !page.isTemplate);
  return {
    pages: pages.filter((page) => !page.isTrashed).length,
    trashed: pages.filter((page) => page.isTrashed).length,
    unshared: pages.filter((page) => !isShared(notion, page)).length,
    rows: Object.fromEntries(
      [...notion.dataSources.values()].map((source) => [source.title, rowsOf(source)]),
    ),
    comments: notion.comments.length,
    users: notion.users.length,
  };
};

/** How much there is of everything. */
export const countWorld = ({ hubspot, stripe, notion }: World) => {
  const { stores } = hubspot;
  return {
    hubspot: {
      contacts: stores.contacts.countLive(),
      companies: stores.companies.countLive(),
      deals: stores.deals.countLive(),
      line_items: stores.line_items.countLive(),
      products: stores.products.countLive(),
      tickets: stores.tickets.countLive(),
      notes: stores.notes.countLive(),
      tasks: stores.tasks.countLive(),
      archived: countGone(stores, (store, record) => store.isArchived(record)),
      merged: countGone(stores, (_store, record) => record.ending?.kind === 'merged'),
      purged: countGone(stores, (_store, record) => record.ending?.kind === 'purged'),
      owners: hubspot.owners.length,
      associations: hubspot.associations.size(),
    },
    stripe: countStripe(stripe),
    notion: countNotion(notion),
  };
};
