import type { CustomerSource, SourceFields } from './customer-source.ts';

/** A customer as its sources make it. */
export interface ProjectedCustomer {
  readonly kind: 'person' | 'account';
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly company: string | null;
  readonly ownerId: string | null;
  readonly lifecycleStage: string | null;
  readonly hubspotContactId: string | null;
  readonly hubspotCompanyId: string | null;
  readonly stripeCustomerId: string | null;
  readonly stripeCustomerIds: readonly string[];
  readonly subscriptionStatus: string | null;
  readonly monthlyRevenue: Readonly<Record<string, number>>;
  readonly receivable: Readonly<Record<string, number>>;
  readonly balanceMinor: number | null;
  readonly currency: string | null;
  readonly delinquent: boolean | null;
}

type Text = 'name' | 'email' | 'phone' | 'company' | 'ownerId' | 'lifecycleStage' | 'currency';

/** The state that needs people most comes first. */
const URGENCY = ['past_due', 'unpaid', 'active', 'trialing', 'incomplete', 'paused', 'canceled'];

const urgencyOf = (status: string): number => {
  const place = URGENCY.indexOf(status);
  return place < 0 ? URGENCY.length : place;
};

const firstText = (sources: readonly CustomerSource[], field: Text): string | null =>
  sources.map((source) => source.fields[field]).find((value) => value !== undefined && value !== null) ??
  null;

const sumByCurrency = (
  sources: readonly CustomerSource[],
  amountOf: (fields: SourceFields) => number | undefined,
): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const { fields } of sources) {
    const amount = amountOf(fields);
    if (amount === undefined || amount === 0 || typeof fields.currency !== 'string') continue;
    sums[fields.currency] = (sums[fields.currency] ?? 0) + amount;
  }
  return sums;
};

const byAge = (one: CustomerSource, other: CustomerSource): number =>
  (one.fields.createdMs ?? 0) - (other.fields.createdMs ?? 0) ||
  one.externalId.localeCompare(other.externalId);

type Identity = Omit<ProjectedCustomer, keyof Money>;
type Money = Pick<
  ProjectedCustomer,
  | 'stripeCustomerId'
  | 'stripeCustomerIds'
  | 'subscriptionStatus'
  | 'monthlyRevenue'
  | 'receivable'
  | 'balanceMinor'
  | 'currency'
  | 'delinquent'
>;

type SourcesOf = (objectType: string) => readonly CustomerSource[];

/** Who it is: HubSpot speaks before Stripe, a contact before a company. */
const identityOf = (of: SourcesOf): Identity => {
  const [contacts, companies] = [of('contact'), of('company')];
  const who = [...contacts, ...companies, ...of('customer')];
  return {
    kind: companies.length > 0 ? 'account' : 'person',
    name: firstText(who, 'name'),
    email: firstText(who, 'email'),
    phone: firstText(who, 'phone'),
    company: firstText(who, 'company'),
    ownerId: firstText(who, 'ownerId'),
    lifecycleStage: firstText(who, 'lifecycleStage'),
    hubspotContactId: contacts[0]?.externalId ?? null,
    hubspotCompanyId: companies[0]?.externalId ?? null,
  };
};

/** What it pays: Stripe alone knows. */
const moneyOf = (of: SourcesOf): Money => {
  const [payers, subscriptions] = [of('customer'), of('subscription')];
  const [status] = subscriptions
    .flatMap((source) => source.fields.status ?? [])
    .toSorted((one, other) => urgencyOf(one) - urgencyOf(other));
  return {
    stripeCustomerId: payers[0]?.externalId ?? null,
    stripeCustomerIds: payers.map((source) => source.externalId),
    subscriptionStatus: status ?? null,
    monthlyRevenue: sumByCurrency(subscriptions, (fields) => fields.monthlyRevenueMinor),
    receivable: sumByCurrency(of('invoice'), (fields) => fields.amountDueMinor),
    balanceMinor: payers[0]?.fields.balanceMinor ?? null,
    currency: firstText(payers, 'currency'),
    delinquent: payers.length === 0 ? null : payers.some((source) => source.fields.delinquent === true),
  };
};

/** The objects that are somebody; a subscription or an invoice only belongs to one. */
const SOMEBODY = new Set(['contact', 'company', 'customer']);

/**
 * The customer that these objects describe, whatever their order; null when nobody is left among them,
 * as where a payer was deleted and its subscriptions stay. Inside one system the oldest object speaks
 * first. Money is summed over all subscriptions and open invoices, by currency.
 */
export const projectCustomer = (all: readonly CustomerSource[]): ProjectedCustomer | null => {
  const live = all.filter((source) => !source.deleted).toSorted(byAge);
  if (!live.some((source) => SOMEBODY.has(source.objectType))) return null;
  const of: SourcesOf = (objectType) => live.filter((source) => source.objectType === objectType);
  return { ...identityOf(of), ...moneyOf(of) };
};
