import type { Books } from '../books.ts';
import type { MovableClock } from '../clock.ts';
import { makeAccess } from '../hubspot/access.ts';
import { makeAssociations } from '../hubspot/associations.ts';
import type { HubSpotChange } from '../hubspot/change.ts';
import type { HubSpot } from '../hubspot/hubspot.ts';
import type { Owner } from '../hubspot/owners.ts';
import { makeUsage } from '../hubspot/usage.ts';
import type { Limits } from '../limits/settings.ts';
import type { Random } from '../random.ts';
import { addActivities } from './add-activities.ts';
import { addDeals } from './add-deals.ts';
import { addPastCompanies, addPastContacts } from './add-past.ts';
import { addCompanies, addContacts } from './add-people.ts';
import { makeStores } from './make-stores.ts';
import type { CompanyPlan } from './plan-companies.ts';
import type { ContactPlan } from './plan-contacts.ts';
import { planPipelines } from './plan-pipelines.ts';
import type { WorldSizes } from './sizes.ts';

export interface HubSpotDeps {
  readonly owners: readonly Owner[];
  readonly companies: readonly CompanyPlan[];
  readonly contacts: readonly ContactPlan[];
  readonly stripeIds: ReadonlyMap<ContactPlan, string>;
  readonly sizes: WorldSizes;
  readonly anchorMs: number;
  readonly clock: MovableClock;
  readonly limits: Limits['hubspot'];
  readonly books: Books;
  onChange?(change: HubSpotChange): void;
}

/** The HubSpot account that holds the planned people and companies, and what has happened with them. */
export const makeHubSpot = (random: Random, deps: HubSpotDeps): HubSpot => {
  const { nowMs } = deps.clock;
  const pipelines = planPipelines(random.fork('pipelines'), deps.anchorMs);
  const account: HubSpot = {
    stores: makeStores({ pipelines, nowMs, lagMs: () => deps.limits.searchLagMs }),
    associations: makeAssociations(),
    owners: deps.owners,
    pipelines,
    limits: deps.limits,
    usage: makeUsage({ limits: deps.limits, nowMs }),
    access: makeAccess(),
    blocklist: new Set(),
    nowMs,
    noteEffect: (effect) => deps.books.noteEffect({ vendor: 'hubspot', ...effect }),
    onChange: (change) => deps.onChange?.(change),
  };
  addCompanies(account, deps);
  addPastCompanies(account, deps);
  addContacts(random.fork('people'), account, deps);
  addDeals(random.fork('deals'), account, deps);
  addActivities(random.fork('activities'), account, deps);
  addPastContacts(account, deps);
  return account;
};
