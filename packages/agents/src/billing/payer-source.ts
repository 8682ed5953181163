import { normaliseEmail, type CustomerSource } from '@sherpa/db';
import type { DeletedStripeCustomer } from '@sherpa/integrations/stripe';
import type { PayerPayload } from './payloads.ts';

/** The contact and the company that somebody wrote down; its address ties it as well. */
const tiesOf = ({ metadata, email }: PayerPayload): readonly string[] => {
  const { hubspot_contact_id: contactId = '', hubspot_company_id: companyId = '' } = metadata;
  const address = email === null ? undefined : normaliseEmail(email);
  return [
    ...(contactId === '' ? [] : [`hubspot:contact:${contactId}`]),
    ...(companyId === '' ? [] : [`hubspot:company:${companyId}`]),
    ...(address === undefined ? [] : [`email:${address}`]),
  ];
};

/**
 * A Stripe customer as a source of a customer. Stripe keeps no version of its objects, so the moment
 * before it was asked stands for one: what was asked later is at least as new.
 */
export const payerSource = (payer: PayerPayload | DeletedStripeCustomer, askedAt: Date): CustomerSource => {
  const base = {
    system: 'stripe',
    objectType: 'customer',
    externalId: payer.id,
    version: askedAt.getTime(),
  } as const;
  const own = `stripe:customer:${payer.id}`;
  if (payer.deleted) return { ...base, keys: [own], fields: {}, deleted: true };
  return {
    ...base,
    keys: [own, ...tiesOf(payer)],
    fields: {
      name: payer.name,
      email: payer.email,
      phone: payer.phone,
      country: payer.country,
      currency: payer.currency,
      balanceMinor: payer.balanceMinor,
      delinquent: payer.delinquent,
      createdMs: payer.created.getTime(),
    },
    deleted: false,
  };
};
