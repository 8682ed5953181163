import { COMPANY_PROPERTIES, type HubSpot, type HubSpotCompany } from '@sherpa/integrations/hubspot';
import { defineStream, getEach } from '@sherpa/sync';
import { FRESH_WITHIN_MS, OVERLAP_MS } from './freshness.ts';

/** HubSpot's companies. */
export const companiesStream = defineStream<HubSpot, HubSpotCompany>({
  system: 'hubspot',
  name: 'companies',
  objectType: 'company',
  fingerprint: COMPANY_PROPERTIES,
  list: (hubspot, page, options) => hubspot.listCompanies(page, options),
  archived: (hubspot, page, options) => hubspot.listCompanies({ ...page, archived: true }, options),
  changes: {
    kind: 'modified',
    overlapMs: OVERLAP_MS,
    list: (hubspot, { since, after, limit }, options) =>
      hubspot.searchCompaniesModifiedSince({ since, afterId: after, limit }, options),
  },
  get: (hubspot, ids, options) => getEach(ids, (id) => hubspot.getCompany(id, options)),
  skip: (hubspot, page, options) => hubspot.skipCompany(page, options),
  factsOf: ({ id, modifiedAt, archived }) => ({
    id,
    version: modifiedAt?.getTime() ?? 0,
    deleteReason: archived ? 'archived' : undefined,
  }),
  scopes: ['crm.objects.companies.read'],
  freshWithinMs: FRESH_WITHIN_MS,
});
