import type { CustomerSource } from '@sherpa/db';
import type { CompanyPayload } from './company-payload.ts';

/** A company as a source of a customer: an account, known by its id and its domain. */
export const companySource = (company: CompanyPayload): CustomerSource => ({
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
