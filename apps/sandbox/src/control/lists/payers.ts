import type { CrmRecord } from '../../hubspot/record.ts';
import type { StripeAccount } from '../../stripe/account.ts';
import type { StripeCustomer } from '../../stripe/records/customer.ts';

/** Who pays for whom, by what both systems hold of them. */
export interface Payers {
  ofContact(contact: CrmRecord): readonly StripeCustomer[];
  /** By what somebody wrote down, and by the domain of an address. */
  ofCompany(company: CrmRecord): readonly StripeCustomer[];
}

const DOMAIN = /@(.+)$/u;

const keyed = (name: string, value: string | undefined): string | undefined =>
  value === undefined || value === '' ? undefined : `${name} ${value}`;

/** Looks through the customers once, and knows then of each whom it pays for. */
export const makePayers = ({ customers }: StripeAccount): Payers => {
  const byKey = new Map<string, StripeCustomer[]>();
  const note = (key: string, customer: StripeCustomer): void => {
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [customer]);
    else known.push(customer);
  };
  for (const customer of customers.items) {
    if (customer.isDeleted || customer.testClock !== null) continue;
    const { hubspot_contact_id: contactId, hubspot_company_id: companyId } = customer.metadata;
    const email = customer.email?.trim().toLowerCase() ?? '';
    note(`customer ${customer.id}`, customer);
    note(`email ${email}`, customer);
    note(`domain ${DOMAIN.exec(email)?.[1] ?? ''}`, customer);
    if (contactId !== undefined) note(`contact ${contactId}`, customer);
    if (companyId !== undefined) note(`company ${companyId}`, customer);
  }
  const found = (keys: readonly (string | undefined)[]): readonly StripeCustomer[] => [
    ...new Set(keys.flatMap((key) => (key === undefined ? [] : (byKey.get(key) ?? [])))),
  ];
  return {
    ofContact: ({ id, version: { values } }) =>
      found([
        `contact ${id}`,
        keyed('email', values.get('email')),
        keyed('customer', values.get('stripe_customer_id')),
      ]),
    ofCompany: ({ id, version: { values } }) =>
      found([`company ${id}`, keyed('domain', values.get('domain')?.toLowerCase())]),
  };
};
