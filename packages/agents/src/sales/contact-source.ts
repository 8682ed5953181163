import { normaliseEmail, type CustomerSource } from '@sherpa/db';
import type { ContactPayload } from './contact-payload.ts';

const fullName = ({ firstName, lastName }: ContactPayload): string | null => {
  const name = [firstName, lastName].flatMap((part) => part?.trim() ?? []).join(' ');
  return name.trim() === '' ? null : name;
};

/** A contact as a source of a customer: known by its id, those merged into it, its addresses and its payer. */
export const contactSource = (contact: ContactPayload): CustomerSource => {
  const emails = [contact.email, ...contact.additionalEmails].flatMap((email) =>
    email === null ? [] : (normaliseEmail(email) ?? []),
  );
  return {
    system: 'hubspot',
    objectType: 'contact',
    externalId: contact.id,
    keys: [
      ...[contact.id, ...contact.mergedIds].map((id) => `hubspot:contact:${id}`),
      ...new Set(emails.map((email) => `email:${email}`)),
      ...(contact.stripeCustomerId === null ? [] : [`stripe:customer:${contact.stripeCustomerId}`]),
    ],
    fields: {
      name: fullName(contact),
      email: contact.email,
      phone: contact.phone,
      country: contact.countryCode,
      company: contact.companyName,
      ownerId: contact.ownerId,
      lifecycleStage: contact.lifecycleStage,
      companyId: contact.companyId,
      createdMs: contact.createdAt?.getTime() ?? 0,
    },
    version: contact.modifiedAt?.getTime() ?? 0,
    deleted: contact.archived,
  };
};
