import { z } from 'zod';
import { json } from '../../http/reply.ts';
import { paramOf, type Route } from '../../http/route.ts';
import { API_ACTOR, type Actor } from '../change.ts';
import { invalid, notFound } from '../errors.ts';
import { storeOf, type HubSpot } from '../hubspot.ts';
import { identitiesOf, MAX_IDENTITIES, mergeRecords } from '../merge.ts';
import type { ObjectStore } from '../object-store.ts';
import { parseInput } from '../parse.ts';
import { changeRecord } from '../record-changes.ts';
import { isLive, type CrmRecord } from '../record.ts';
import { tell } from '../tell-changes.ts';
import { everythingShown, toWireObject } from '../wire-object.ts';

const mergeSchema = z.object({ primaryObjectId: z.coerce.string(), objectIdToMerge: z.coerce.string() });

const liveRecord = (store: ObjectStore, id: string): CrmRecord => {
  const record = store.get(id);
  if (record === undefined || !isLive(record))
    throw notFound(`No ${store.type.singular} with ID ${id} exists`);
  return record;
};

/** The people of a merged company belong to what became of it. */
const followCompany = (hubspot: HubSpot, survivor: CrmRecord, actor: Actor): void => {
  const { contacts } = hubspot.stores;
  for (const { toId } of hubspot.associations.of({ type: 'companies', id: survivor.id }, 'contacts')) {
    const contact = contacts.get(toId);
    const companyId = contact?.version.values.get('associatedcompanyid');
    if (contact === undefined || companyId === undefined || !isLive(contact)) continue;
    if (hubspot.stores.companies.resolve(companyId) !== survivor || companyId === survivor.id) continue;
    const values = new Map([['associatedcompanyid', survivor.id]]);
    changeRecord(hubspot, contacts, contact, { values, actor });
  }
};

/** Merges two records of a type for whoever asks, and tells of it. */
export const mergeNamed = (
  hubspot: HubSpot,
  store: ObjectStore,
  ids: { readonly primaryId: string; readonly otherId: string },
  actor: Actor,
): CrmRecord => {
  if (!store.type.canBeMerged) throw invalid(`${store.type.name} cannot be merged.`);
  if (ids.primaryId === ids.otherId) throw invalid('An object cannot be merged with itself.');
  const [primary, other] = [liveRecord(store, ids.primaryId), liveRecord(store, ids.otherId)];
  if (identitiesOf(primary) + identitiesOf(other) > MAX_IDENTITIES) {
    throw invalid(`Cannot merge: the profile would have more than ${MAX_IDENTITIES} identities.`);
  }
  const survivor = mergeRecords(hubspot, store, { primary, other }, hubspot.nowMs());
  const what = { type: store.type, event: 'merge', actor };
  tell(hubspot, what, {
    objectId: Number(primary.id),
    primaryObjectId: Number(primary.id),
    mergedObjectIds: [Number(primary.id), Number(other.id)],
    newObjectId: Number(survivor.id),
  });
  if (store.type.name === 'companies') followCompany(hubspot, survivor, actor);
  return survivor;
};

export const mergeObjects = (hubspot: HubSpot): Route => ({
  method: 'post',
  path: '/crm/v3/objects/:objectType/merge',
  handle: (request) => {
    const store = storeOf(hubspot, paramOf(request, 'objectType'));
    const input = parseInput(mergeSchema, request.body);
    const ids = { primaryId: input.primaryObjectId, otherId: input.objectIdToMerge };
    const survivor = mergeNamed(hubspot, store, ids, API_ACTOR);
    return json(toWireObject(store.type, survivor, everythingShown(store.properties)));
  },
});
