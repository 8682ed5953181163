import type { AssociationRow, HubSpot } from '@sherpa/integrations/hubspot';
import type { WonDeal } from './to-order.ts';

type Links = AssociationRow['links'];

const linksOf = async (
  client: HubSpot,
  dealId: string,
  toType: string,
  options: { readonly signal: AbortSignal },
): Promise<Links> => {
  const [row] = await client.readAssociations({ fromType: 'deals', toType }, [dealId], options);
  return row?.links ?? [];
};

/** The only one, or the one with that label. */
const chosen = (links: Links, label: string): string | undefined => {
  const wanted = links.filter(({ labels }) =>
    labels.some((one) => one.label?.toLowerCase() === label.toLowerCase()),
  );
  const [first, ...more] = wanted.length > 0 ? wanted : links;
  return more.length > 0 ? undefined : first?.toId;
};

/** A deal as HubSpot has it now, with its company, the contact for its bills and its lines; undefined where it is gone. */
export const readWonDeal = async (
  client: HubSpot,
  { dealId, billingLabel }: { readonly dealId: string; readonly billingLabel: string },
  options: { readonly signal: AbortSignal },
): Promise<WonDeal | undefined> => {
  const deal = await client.deals.get(dealId, options);
  if (deal === undefined) return undefined;
  const companyId = chosen(await linksOf(client, deal.id, 'companies', options), 'Primary');
  const contactId = chosen(await linksOf(client, deal.id, 'contacts', options), billingLabel);
  const lineIds = (await linksOf(client, deal.id, 'line_items', options)).map(({ toId }) => toId);
  const { rows: lineItems } =
    lineIds.length === 0 ? { rows: [] } : await client.lineItems.readMany(lineIds, options);
  return {
    deal,
    company: companyId === undefined ? undefined : await client.companies.get(companyId, options),
    contact: contactId === undefined ? undefined : await client.contacts.get(contactId, options),
    lineItems: lineItems.toSorted((one, other) => one.id.localeCompare(other.id)),
  };
};
