import type { CustomerSource, SourceFields } from '../customers/customer-source.ts';

type ObjectType = 'contact' | 'company' | 'customer' | 'subscription' | 'invoice' | 'page';

const systems = {
  contact: 'hubspot',
  company: 'hubspot',
  customer: 'stripe',
  subscription: 'stripe',
  invoice: 'stripe',
  page: 'notion',
} as const;

/** A vendor object for tests: version 1, alive, with its own key first. */
export const newSource = (
  objectType: ObjectType,
  externalId: string,
  fields: SourceFields = {},
  over: { readonly keys?: readonly string[]; readonly version?: number; readonly deleted?: boolean } = {},
): CustomerSource => {
  const system = systems[objectType];
  return {
    system,
    objectType,
    externalId,
    keys: [`${system}:${objectType}:${externalId}`, ...(over.keys ?? [])],
    fields,
    version: over.version ?? 1,
    deleted: over.deleted ?? false,
  };
};
