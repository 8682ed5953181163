import { findCustomerByKey, type Customer } from '@sherpa/db';
import type { StripeSubscription } from '@sherpa/integrations/stripe';
import { aboutOf } from '../known-customer.ts';
import type { Fleet } from './start-fleet.ts';

/** A subscription of the sandbox's world, and the customer whose it is, as far as anybody knows. */
export interface Payer {
  readonly subscription: StripeSubscription;
  readonly customer: Customer | undefined;
}

/** The payers with one active subscription that runs on: those of whom HubSpot knows, and the others. */
export const findPayers = async ({
  vendors,
  db,
  tenantId,
}: Pick<Fleet, 'vendors' | 'db' | 'tenantId'>): Promise<{
  readonly known: readonly Payer[];
  readonly strangers: readonly Payer[];
}> => {
  const { rows } = await vendors.clients.stripe.listSubscriptions({ limit: 100 });
  const byCustomer = Map.groupBy(rows, ({ customerId }) => customerId);
  const payers: Payer[] = [];
  for (const [customerId, [subscription, ...others]] of byCustomer) {
    if (subscription?.status !== 'active' || subscription.cancelAtPeriodEnd || others.length > 0) continue;
    if (subscription.collectionMethod !== 'charge_automatically') continue;
    const key = `stripe:customer:${customerId}`;
    payers.push({
      subscription,
      customer: await db.withTenant(tenantId, (tx) => findCustomerByKey(tx, key)),
    });
  }
  const isKnown = ({ customer }: Payer): boolean => customer !== undefined && aboutOf(customer).length > 0;
  const isAlone = ({ customer }: Payer): boolean => customer?.stripeCustomerIds.length === 1;
  return {
    known: payers.filter((payer) => isKnown(payer) && isAlone(payer)),
    strangers: payers.filter((payer) => !isKnown(payer)),
  };
};

/** Reads the whole small world, as a first start does; what happens from then on is news. */
export const readWorld = async (fleet: Pick<Fleet, 'run' | 'idle' | 'set'>): Promise<void> => {
  await fleet.set('company', { newsSince: new Date().toISOString() });
  await fleet.run('knowledge', 'data-sources.sync');
  for (const type of ['contacts.sync', 'companies.sync', 'tickets.sync', 'notes.sync'])
    await fleet.run('sales', type);
  await fleet.run('billing', 'customers.sync');
  await fleet.idle();
};

/** The one there must be. */
export const present = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`There is no ${what} in this world.`);
  return value;
};
