import type { ObjectStore } from '../hubspot/object-store.ts';
import { isShared } from '../notion/reach.ts';
import type { World } from '../world/make-world.ts';

const tally = (labels: readonly string[]): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Object.fromEntries(counts);
};

const countLive = (store: ObjectStore): number =>
  store.records.filter((record) => record.version.archivedAtMs === null).length;

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
  const live = stripe.customers.items.filter((customer) => !customer.isDeleted).length;
  return {
    hubspot: {
      contacts: countLive(stores.contacts),
      companies: countLive(stores.companies),
      tasks: countLive(stores.tasks),
      archived: Object.values(stores)
        .map((store) => store.records.length - countLive(store))
        .reduce((sum, count) => sum + count, 0),
      owners: hubspot.owners.length,
      associations: hubspot.associations.size(),
    },
    stripe: {
      customers: live,
      deletedCustomers: stripe.customers.items.length - live,
      subscriptions: tally(stripe.subscriptions.items.map((subscription) => subscription.status)),
      invoices: tally(stripe.invoices.items.map((invoice) => invoice.status)),
      events: stripe.events.items.length,
    },
    notion: countNotion(notion),
  };
};
