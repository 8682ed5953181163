import type { CustomerSource } from '@sherpa/db';
import type { HubSpotCompany } from '@sherpa/integrations/hubspot';

/** A company as a source of a customer: an account, known by its id and its domain. */
export const companySource = (company: HubSpotCompany): CustomerSource => ({
  system: 'hubspot',
  objectType: 'company',
  externalId: company.id,
  keys: [`hubspot:company:${company.id}`],
  fields: {
    name: company.name ?? company.domain,
    domain: company.domain,
    phone: company.phone,
    company: company.name,
    ownerId: company.ownerId,
    lifecycleStage: company.lifecycleStage,
    createdMs: company.createdAt?.getTime() ?? 0,
  },
  version: company.modifiedAt?.getTime() ?? 0,
  deleted: company.archived,
});
