import { toMinorUnits } from '@sherpa/core';
import { isLive, type CrmRecord } from '../../hubspot/record.ts';
import type { StripePrice } from '../../stripe/records/catalog.ts';
import type { StripeCustomer } from '../../stripe/records/customer.ts';
import type { World } from '../../world/make-world.ts';
import type { Payers } from './payers.ts';

const FREQUENCIES: Readonly<Record<string, string>> = { monthly: 'month', annually: 'year' };

type Linked = 'companies' | 'contacts' | 'line_items';

const linked = ({ hubspot }: World, deal: CrmRecord, type: Linked): readonly CrmRecord[] =>
  hubspot.associations.of({ type: 'deals', id: deal.id }, type).flatMap(({ toId }) => {
    const record = hubspot.stores[type].resolve(toId);
    return record !== undefined && isLive(record) ? [record] : [];
  });

const primaryCompany = (world: World, deal: CrmRecord): CrmRecord | undefined => {
  const links = world.hubspot.associations.of({ type: 'deals', id: deal.id }, 'companies');
  const primary = links.find(({ types }) => types.some(({ label }) => label === 'Primary'));
  const all = linked(world, deal, 'companies');
  return all.find(({ id }) => id === primary?.toId) ?? (all.length === 1 ? all[0] : undefined);
};

const minorOf = (text: string | undefined, currency: string): number | undefined =>
  text === undefined || text === '' ? undefined : toMinorUnits(Number(text), currency);

const isPriceOf =
  (line: ReadonlyMap<string, string>, currency: string) =>
  ({ active, currency: of, interval, intervalCount, unitAmount, lookupKey }: StripePrice): boolean =>
    active &&
    of === currency &&
    intervalCount === 1 &&
    interval === FREQUENCIES[line.get('recurringbillingfrequency') ?? ''] &&
    unitAmount === minorOf(line.get('price'), currency) &&
    lookupKey === `${line.get('hs_sku') ?? ''}-${currency}-${interval ?? ''}`;

/** What is sold has to be what Stripe has prices for, and to add up. */
const inLines = (
  world: World,
  deal: CrmRecord,
  { currency, isExisting }: { readonly currency: string; readonly isExisting: boolean },
): string | null => {
  const lines = linked(world, deal, 'line_items').map(({ version }) => version.values);
  if (lines.length === 0) return 'no line items';
  if (lines.some((line) => (line.get('hs_line_item_currency_code')?.toLowerCase() ?? currency) !== currency))
    return 'line items in another currency';
  const sum = lines.reduce(
    (total, line) => total + (minorOf(line.get('price'), currency) ?? 0) * Number(line.get('quantity')),
    0,
  );
  if (sum !== minorOf(deal.version.values.get('amount'), currency))
    return 'line items that do not add up to the amount';
  const recurring = lines.filter((line) => (line.get('recurringbillingfrequency') ?? '') !== '');
  if (recurring.length === 0) return 'nothing that recurs';
  if (new Set(recurring.map((line) => line.get('recurringbillingfrequency'))).size > 1)
    return 'line items in several rhythms';
  // More for somebody who is a customer already is billed with what there is.
  const unpriced = isExisting
    ? undefined
    : recurring.find((line) => !world.stripe.prices.items.some(isPriceOf(line, currency)));
  return unpriced === undefined ? null : `no price at Stripe for ${unpriced.get('name') ?? 'a line item'}`;
};

const isSubscribed =
  ({ stripe }: World) =>
  ({ id }: StripeCustomer): boolean =>
    stripe.groups.subscriptionsOfCustomer.of(id).some(({ endedAt }) => endedAt === null);

const inPayers = (
  world: World,
  {
    own,
    company,
    currency,
  }: { own: readonly StripeCustomer[]; company: readonly StripeCustomer[]; currency: string },
  isExisting: boolean,
): string | null => {
  if (isExisting) {
    const payers = own.length > 0 ? own : company;
    return payers.length > 0 && payers.every(isSubscribed(world)) ? null : 'a payer without a subscription';
  }
  const all = [...own, ...company];
  if (all.some(isSubscribed(world))) return 'a payer who has a subscription';
  return all.every((one) => one.currency === null || one.currency === currency)
    ? null
    : 'a payer who pays in another currency';
};

/**
 * Why a deal that is won now could not be billed as it is; null where nothing hinders it. What bills it may have rules of
 * its own: this is what the deal and its payer have to have for any of them.
 */
export const whatHinders = (world: World, deal: CrmRecord, payers: Payers): string | null => {
  const { values } = deal.version;
  const company = primaryCompany(world, deal);
  const [contact, ...more] = linked(world, deal, 'contacts');
  if (company === undefined) return 'no company';
  if (contact === undefined) return 'no contact';
  if (more.length > 0) return 'several contacts';
  if (!contact.version.values.has('email')) return 'a contact without an address';
  const currency = values.get('deal_currency_code')?.toLowerCase();
  if (!values.has('amount') || currency === undefined) return 'no amount';
  const isExisting = values.get('dealtype') === 'existingbusiness';
  const of = { own: payers.ofContact(contact), company: payers.ofCompany(company), currency };
  return inLines(world, deal, { currency, isExisting }) ?? inPayers(world, of, isExisting);
};
