import type { HubSpot } from '../hubspot/hubspot.ts';
import type { Random } from '../random.ts';
import type { HubSpotDeps } from './hubspot-deps.ts';
import { toSlug } from './names.ts';
import { customValuesOf, oldValuesOf } from './old-values.ts';
import { companyValues } from './plan-companies.ts';
import type { ContactPlan } from './plan-contacts.ts';

type Account = Pick<HubSpot, 'stores' | 'associations'>;

export const addCompanies = ({ stores }: Account, { companies }: Pick<HubSpotDeps, 'companies'>): void => {
  for (const company of companies) stores.companies.create(companyValues(company), company.times);
};

const SECOND_ADDRESS_EVERY = 27;

/** Some have a second address, which only the property for it shows. */
const otherEmailOf = ({ email, name }: ContactPlan, index: number): string =>
  email !== null && index % SECOND_ADDRESS_EVERY === 4
    ? `${toSlug(name.last) || 'private'}.second.${index}@mail.example`
    : '';

type ContactDeps = Pick<HubSpotDeps, 'contacts' | 'stripeIds' | 'anchorMs'>;

export const addContacts = (random: Random, { stores, associations }: Account, deps: ContactDeps): void => {
  for (const [index, contact] of deps.contacts.entries()) {
    // Companies that were merged are gone by now; people belong to what became of them.
    const companyId =
      contact.company === null ? '' : (stores.companies.resolve(contact.company.id)?.id ?? '');
    const values = new Map([
      ['firstname', contact.name.first],
      ['lastname', contact.name.last],
      ['email', contact.email ?? ''],
      ['phone', contact.phone],
      ['jobtitle', contact.job],
      ['company', contact.company?.name ?? ''],
      ['lifecyclestage', contact.stage],
      ['hubspot_owner_id', contact.ownerId],
      ['associatedcompanyid', companyId],
      ['stripe_customer_id', deps.stripeIds.get(contact) ?? ''],
      ['hs_additional_emails', otherEmailOf(contact, index)],
      ...customValuesOf(random.fork(`custom ${index}`), deps.anchorMs),
    ]);
    const { id } = stores.contacts.create(values, contact.times, oldValuesOf(index));
    if (companyId === '') continue;
    associations.associate({ type: 'contacts', id }, { type: 'companies', id: companyId });
  }
};
