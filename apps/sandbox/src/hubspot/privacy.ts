import type { HubSpot } from './hubspot.ts';
import type { ObjectStore } from './object-store.ts';
import { partsOf, type CrmRecord } from './record.ts';

/** The addresses of a contact, in lower case. */
const emailsOf = (record: CrmRecord): readonly string[] =>
  [
    ...partsOf(record.version.values.get('email')),
    ...partsOf(record.version.values.get('hs_additional_emails')),
  ].map((email) => email.toLowerCase());

/** Erases a person: the record, those that went up in it, all links; and no contact may have the address again. */
export const purgeContact = (
  { associations, blocklist }: Pick<HubSpot, 'associations' | 'blocklist'>,
  store: ObjectStore,
  record: CrmRecord,
  atMs: number,
): void => {
  const merged = partsOf(record.version.values.get('hs_merged_object_ids'));
  for (const email of emailsOf(record)) blocklist.add(email);
  for (const id of [record.id, ...merged]) {
    const one = store.get(id);
    if (one !== undefined) store.end(one, { kind: 'purged' }, atMs);
    associations.removeAll({ type: store.type.name, id });
  }
};
