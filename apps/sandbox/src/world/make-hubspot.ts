import type { Books } from '../books.ts';
import type { MovableClock } from '../clock.ts';
import { makeAssociations } from '../hubspot/associations.ts';
import type { HubSpot } from '../hubspot/hubspot.ts';
import { makeObjectStore } from '../hubspot/object-store.ts';
import { objectTypes } from '../hubspot/object-types.ts';
import type { Owner } from '../hubspot/owners.ts';
import { companyProperties } from '../hubspot/properties/company-properties.ts';
import { contactProperties } from '../hubspot/properties/contact-properties.ts';
import { taskProperties } from '../hubspot/properties/task-properties.ts';
import type { Limits } from '../limits/settings.ts';
import { FIRST_COMPANY_ID, type CompanyPlan } from './plan-companies.ts';
import { FIRST_CONTACT_ID, type ContactPlan } from './plan-contacts.ts';

interface HubSpotDeps {
  readonly owners: readonly Owner[];
  readonly companies: readonly CompanyPlan[];
  readonly contacts: readonly ContactPlan[];
  readonly stripeIds: ReadonlyMap<ContactPlan, string>;
  readonly clock: MovableClock;
  readonly limits: Limits['hubspot'];
  readonly books: Books;
}

const FIRST_TASK_ID = 900_001;

const makeStores = (deps: HubSpotDeps): HubSpot['stores'] => {
  const time = { nowMs: deps.clock.nowMs, lagMs: () => deps.limits.searchLagMs };
  return {
    companies: makeObjectStore({
      ...time,
      type: objectTypes.companies,
      properties: companyProperties,
      firstId: FIRST_COMPANY_ID,
    }),
    contacts: makeObjectStore({
      ...time,
      type: objectTypes.contacts,
      properties: contactProperties,
      firstId: FIRST_CONTACT_ID,
    }),
    tasks: makeObjectStore({
      ...time,
      type: objectTypes.tasks,
      properties: taskProperties,
      firstId: FIRST_TASK_ID,
    }),
  };
};

/** The HubSpot account that holds the planned people and companies. */
export const makeHubSpot = (deps: HubSpotDeps): HubSpot => {
  const stores = makeStores(deps);
  const associations = makeAssociations();
  for (const company of deps.companies) stores.companies.create(company.values, company.times);
  for (const contact of deps.contacts) {
    const stripeId = deps.stripeIds.get(contact) ?? '';
    stores.contacts.create(new Map([...contact.values, ['stripe_customer_id', stripeId]]), contact.times);
    if (contact.company === null) continue;
    associations.associate(
      { type: 'contacts', id: contact.id },
      { type: 'companies', id: contact.company.id },
    );
  }
  return {
    stores,
    associations,
    owners: deps.owners,
    limits: deps.limits,
    nowMs: deps.clock.nowMs,
    noteEffect: (effect) => deps.books.noteEffect({ vendor: 'hubspot', ...effect }),
  };
};
