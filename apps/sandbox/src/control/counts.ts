import { isLive, type CrmRecord } from '../hubspot/record.ts';
import type { ObjectStore } from '../hubspot/object-store.ts';
import type { World } from '../world/make-world.ts';

const tally = (labels: readonly string[]): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Object.fromEntries(counts);
};

const countLive = (store: ObjectStore): number =>
  store.records.filter(isLive).length;

const countWhere = (
  stores: World['hubspot']['stores'],
  isWanted: (store: ObjectStore, record: CrmRecord) => boolean,
): number =>
  Object.values(stores)
    .map((store) => store.records.filter((record) => isWanted(store, record)).length)
    .reduce((sum, count) => sum + count, 0);

/** How much there is of everything. */
export const countWorld = ({ hubspot, stripe }: World) => {
  const { stores } = hubspot;
  const live = stripe.customers.items.filter((customer) => !customer.isDeleted).length;
  return {
    hubspot: {
      contacts: countLive(stores.contacts),
      companies: countLive(stores.companies),
      deals: countLive(stores.deals),
      line_items: countLive(stores.line_items),
      products: countLive(stores.products),
      tickets: countLive(stores.tickets),
      notes: countLive(stores.notes),
      tasks: countLive(stores.tasks),
      archived: countWhere(stores, (store, record) => store.isArchived(record)),
      merged: countWhere(stores, (_store, record) => record.ending?.kind === 'merged'),
      purged: countWhere(stores, (_store, record) => record.ending?.kind === 'purged'),
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
  };
};
