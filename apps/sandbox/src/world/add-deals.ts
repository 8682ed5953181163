import { plainType, typesBetween } from '../hubspot/association-types.ts';
import type { HubSpot } from '../hubspot/hubspot.ts';
import type { Random } from '../random.ts';
import type { HubSpotDeps } from './hubspot-deps.ts';
import { planDeals, type DealPlan, type LineItemPlan } from './plan-deals.ts';
import { planProducts } from './plan-products.ts';

type Account = Pick<HubSpot, 'stores' | 'associations' | 'pipelines'>;

const decisionMaker = () => typesBetween('deals', 'contacts').find(({ label }) => label === 'Decision maker');

const addLineItem = (
  { stores, associations }: Account,
  dealId: string,
  { product, quantity, price }: LineItemPlan,
  deal: DealPlan,
): void => {
  const values = new Map([
    ['name', product.name],
    ['hs_product_id', product.id],
    ['quantity', String(quantity)],
    ['hs_sku', product.values.get('hs_sku') ?? ''],
    ['price', String(price)],
    ['amount', String(Math.round(price * quantity * 100) / 100)],
    ['hs_line_item_currency_code', deal.values.get('deal_currency_code') ?? ''],
    ['recurringbillingfrequency', product.values.get('recurringbillingfrequency') ?? ''],
  ]);
  const { createdMs } = deal.times;
  const { id } = stores.line_items.create(values, { createdMs, modifiedMs: createdMs });
  associations.associate({ type: 'deals', id: dealId }, { type: 'line_items', id });
};

const addDeal = (account: Account, plan: DealPlan, index: number): void => {
  const { stores, associations } = account;
  const { id } = stores.deals.create(plan.values, plan.times);
  const deal = { type: 'deals', id } as const;
  const contact = { type: 'contacts', id: plan.contact.id } as const;
  const type = (index % 5 === 0 ? decisionMaker() : undefined) ?? plainType('deals', 'contacts');
  if (type !== undefined) associations.label(deal, contact, type);
  const companyId = stores.contacts.get(contact.id)?.version.values.get('associatedcompanyid');
  if (companyId !== undefined) associations.associate(deal, { type: 'companies', id: companyId });
  for (const lineItem of plan.lineItems) addLineItem(account, id, lineItem, plan);
};

/** What the company sells, and the deals about it with their line items, companies and people. */
export const addDeals = (
  random: Random,
  account: Account,
  deps: Pick<HubSpotDeps, 'contacts' | 'sizes' | 'anchorMs'>,
): void => {
  const products = planProducts();
  const createdMs = deps.anchorMs - 1_000 * 86_400_000;
  for (const { values } of products) {
    account.stores.products.create(values, { createdMs, modifiedMs: createdMs });
  }
  const plans = planDeals(random, {
    count: deps.sizes.deals,
    contacts: deps.contacts,
    products,
    pipelines: account.pipelines.deals,
    anchorMs: deps.anchorMs,
  });
  let index = 0;
  for (const plan of plans) {
    addDeal(account, plan, index);
    index += 1;
  }
};
