import { listConnections, type Db } from '@sherpa/db';

/** Where people look at a record. */
export interface VendorLinks {
  hubspot(type: 'contact' | 'company' | 'deal', id: string): string | null;
  stripe(kind: 'customers' | 'subscriptions', id: string): string;
}

const TYPES = { contact: '0-1', company: '0-2', deal: '0-3' } as const;
const MOST_CONNECTIONS = 100;

/** Links into the vendors' own apps; to HubSpot where the portal's number is known and only one is connected. */
export const vendorLinks = async (tx: Db): Promise<VendorLinks> => {
  const portals = await listConnections(tx, { vendor: 'hubspot', limit: MOST_CONNECTIONS });
  const [portal = null] = portals.length === 1 ? portals.map(({ account }) => account) : [];
  return {
    hubspot: (type, id) =>
      portal === null ? null : `https://app.hubspot.com/contacts/${portal}/record/${TYPES[type]}/${id}`,
    stripe: (kind, id) => `https://dashboard.stripe.com/${kind}/${id}`,
  };
};
