import { makeAccess } from '../hubspot/access.ts';
import { makeAssociations } from '../hubspot/associations.ts';
import type { HubSpot } from '../hubspot/hubspot.ts';
import { makeUsage } from '../hubspot/usage.ts';
import type { Random } from '../random.ts';
import { addActivities } from './add-activities.ts';
import { addDeals } from './add-deals.ts';
import { addPastCompanies, addPastContacts } from './add-past.ts';
import { addCompanies, addContacts } from './add-people.ts';
import type { HubSpotDeps } from './hubspot-deps.ts';
import { makeStores } from './make-stores.ts';
import { planPipelines } from './plan-pipelines.ts';

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
