import { toMinorUnits } from '@sherpa/core';
import type {
  HubSpotCompany,
  HubSpotContact,
  HubSpotDeal,
  HubSpotLineItem,
} from '@sherpa/integrations/hubspot';
import type { Order, OrderLine, Problem, Rhythm } from './order.ts';

type Contact = Pick<HubSpotContact, 'id' | 'email' | 'firstName' | 'lastName'>;
type Item = Omit<HubSpotLineItem, 'archived' | 'createdAt' | 'modifiedAt' | 'custom' | 'problems'>;

/** A deal with what is tied to it, as HubSpot has it. */
export interface WonDeal {
  readonly deal: Pick<
    HubSpotDeal,
    'id' | 'name' | 'amount' | 'currency' | 'closeAt' | 'modifiedAt' | 'isWon' | 'kind' | 'ownerId'
  >;
  /** The primary one, or the only one. */
  readonly company: Pick<HubSpotCompany, 'id' | 'name' | 'domain'> | undefined;
  /** Whom bills go to. */
  readonly contact: Contact | undefined;
  readonly lineItems: readonly Item[];
}

const RHYTHMS: Readonly<Record<string, Rhythm>> = {
  weekly: { interval: 'week', count: 1 },
  biweekly: { interval: 'week', count: 2 },
  monthly: { interval: 'month', count: 1 },
  quarterly: { interval: 'month', count: 3 },
  per_six_months: { interval: 'month', count: 6 },
  annually: { interval: 'year', count: 1 },
  per_two_years: { interval: 'year', count: 2 },
  per_three_years: { interval: 'year', count: 3 },
};

const rhythmOf = ({ billingFrequency }: Item): Rhythm | null | undefined =>
  billingFrequency === null ? null : RHYTHMS[billingFrequency];

const isElsewhere = (item: Item, currency: string): boolean =>
  item.currency !== null && item.currency.toLowerCase() !== currency;

const toLine = (item: Item, currency: string): OrderLine | Problem => {
  const { id, name, sku, productId, quantity, price } = item;
  const rhythm = rhythmOf(item);
  if (rhythm === undefined) return { problem: `Line item ${id} is billed in a way that nobody knows.` };
  if (quantity === null || !Number.isInteger(quantity) || quantity < 1)
    return { problem: `Line item ${id} has no whole quantity.` };
  if (price === null) return { problem: `Line item ${id} has no price.` };
  if (isElsewhere(item, currency))
    return { problem: `Line item ${id} is in another currency than the deal.` };
  const unitMinor = toMinorUnits(price, currency);
  if (item.amount !== null && toMinorUnits(item.amount, currency) !== unitMinor * quantity)
    return { problem: `The amount of line item ${id} is not its price times its quantity.` };
  return { id, name: name ?? sku ?? id, sku, productId, quantity, unitMinor, rhythm };
};

const sumOf = (lines: readonly OrderLine[]): number =>
  lines.reduce((sum, { unitMinor, quantity }) => sum + unitMinor * quantity, 0);

const sameRhythm = (lines: readonly OrderLine[]): boolean =>
  new Set(lines.flatMap(({ rhythm }) => (rhythm === null ? [] : `${rhythm.count} ${rhythm.interval}`)))
    .size === 1;

const toLines = (
  items: readonly Item[],
  currency: string,
  amountMinor: number,
): { readonly lines: readonly OrderLine[] } | Problem => {
  const lines: OrderLine[] = [];
  for (const item of items) {
    const line = toLine(item, currency);
    if ('problem' in line) return line;
    lines.push(line);
  }
  if (lines.length === 0) return { problem: 'The deal has no line items.' };
  if (sumOf(lines) !== amountMinor)
    return { problem: 'The line items do not add up to the amount of the deal.' };
  if (!sameRhythm(lines))
    return { problem: 'The line items that recur are not all billed in one rhythm, or none recurs.' };
  return { lines };
};

const nameOf = ({ firstName, lastName }: Contact): string | null =>
  [firstName, lastName].filter((part) => part !== null && part !== '').join(' ') || null;

const toAccount = ({ id, name, domain }: NonNullable<WonDeal['company']>): Order['company'] => ({
  id,
  name: name ?? domain ?? id,
  domain,
});

const wonAtOf = ({ closeAt, modifiedAt }: WonDeal['deal']): Date => closeAt ?? modifiedAt ?? new Date(0);

/** The order that a deal says, or what is missing or contradictory in it. Nothing is guessed. */
export const toOrder = ({ deal, company, contact, lineItems }: WonDeal): Order | Problem => {
  if (deal.isWon !== true) return { problem: 'The deal is not won any more.' };
  if (company === undefined)
    return { problem: 'The deal has no company, or several and none is the primary one.' };
  if (contact === undefined)
    return { problem: 'The deal has no contact, or several and none is labelled as the one for bills.' };
  if (contact.email === null) return { problem: 'The contact for bills has no e-mail address.' };
  if (deal.amount === null) return { problem: 'The deal has no amount.' };
  if (deal.currency === null) return { problem: 'The deal has no currency.' };
  const currency = deal.currency.toLowerCase();
  const amountMinor = toMinorUnits(deal.amount, currency);
  const read = toLines(lineItems, currency, amountMinor);
  if ('problem' in read) return read;
  return {
    dealId: deal.id,
    dealName: deal.name ?? deal.id,
    isExisting: deal.kind === 'existingbusiness',
    currency,
    amountMinor,
    ownerId: deal.ownerId,
    wonAt: wonAtOf(deal).toISOString(),
    company: toAccount(company),
    contact: { id: contact.id, email: contact.email, name: nameOf(contact) },
    lines: [...read.lines],
  };
};
