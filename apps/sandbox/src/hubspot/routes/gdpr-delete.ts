import { z } from 'zod';
import { noContent } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import { API_ACTOR, type Actor } from '../change.ts';
import { invalid, notFound } from '../errors.ts';
import type { HubSpot } from '../hubspot.ts';
import { parseInput } from '../parse.ts';
import { purgeContact } from '../privacy.ts';
import type { CrmRecord } from '../record.ts';
import { tell } from '../tell-changes.ts';

const purgeSchema = z.object({ objectId: z.coerce.string(), idProperty: z.string().optional() });

/** Erases a contact and tells of it twice: as what it is, and as a plain deletion. */
export const purgeAndTell = (hubspot: HubSpot, record: CrmRecord, actor: Actor): void => {
  const { contacts } = hubspot.stores;
  purgeContact(hubspot, contacts, record, hubspot.nowMs());
  for (const event of ['privacyDeletion', 'deletion']) {
    tell(hubspot, { type: contacts.type, event, actor }, { objectId: Number(record.id) });
  }
};

export const gdprDelete = (hubspot: HubSpot): Route => ({
  method: 'post',
  path: '/crm/v3/objects/contacts/gdpr-delete',
  handle: (request) => {
    const { objectId, idProperty } = parseInput(purgeSchema, request.body);
    const { contacts } = hubspot.stores;
    if (idProperty !== undefined && idProperty !== 'email') {
      throw invalid(`Property "${idProperty}" cannot be used to erase a contact.`);
    }
    const isByEmail = idProperty === 'email';
    const record = isByEmail ? contacts.holder('email', objectId) : contacts.resolve(objectId);
    // Whoever asks by address wants it never to come back, known or not.
    if (isByEmail) hubspot.blocklist.add(objectId.toLowerCase());
    if (record?.ending === null) purgeAndTell(hubspot, record, API_ACTOR);
    else if (!isByEmail) throw notFound(`No contact with ID ${objectId} exists`);
    return noContent();
  },
});
