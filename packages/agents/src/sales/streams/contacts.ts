import { CONTACT_PROPERTIES, type HubSpot, type HubSpotContact } from '@sherpa/integrations/hubspot';
import { defineStream, getEach } from '@sherpa/sync';
import { FRESH_WITHIN_MS, OVERLAP_MS } from './freshness.ts';

/** HubSpot's contacts. */
export const contactsStream = defineStream<HubSpot, HubSpotContact>({
  system: 'hubspot',
  name: 'contacts',
  objectType: 'contact',
  fingerprint: CONTACT_PROPERTIES,
  list: (hubspot, page, options) => hubspot.listContacts(page, options),
  archived: (hubspot, page, options) => hubspot.listContacts({ ...page, archived: true }, options),
  changes: {
    kind: 'modified',
    overlapMs: OVERLAP_MS,
    list: (hubspot, { since, after, limit }, options) =>
      hubspot.searchContactsModifiedSince({ since, afterId: after, limit }, options),
  },
  get: (hubspot, ids, options) => getEach(ids, (id) => hubspot.getContact(id, options)),
  skip: (hubspot, page, options) => hubspot.skipContact(page, options),
  factsOf: ({ id, modifiedAt, archived, mergedIds }) => ({
    id,
    version: modifiedAt?.getTime() ?? 0,
    deleteReason: archived ? 'archived' : undefined,
    mergedIds,
  }),
  scopes: ['crm.objects.contacts.read'],
  freshWithinMs: FRESH_WITHIN_MS,
});
