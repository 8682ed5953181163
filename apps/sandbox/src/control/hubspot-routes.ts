import { z } from 'zod';
import { json } from '../http/reply.ts';
import { paramOf, type Route, type VendorRequest } from '../http/route.ts';
import { PERSON } from '../hubspot/change.ts';
import { storeOf, type HubSpot } from '../hubspot/hubspot.ts';
import type { ObjectStore } from '../hubspot/object-store.ts';
import { objectTypeNames } from '../hubspot/object-types.ts';
import { propertiesSchema } from '../hubspot/properties-input.ts';
import { addRecord, archiveRecord, changeRecord, restoreRecord } from '../hubspot/record-changes.ts';
import { isLive, type CrmRecord } from '../hubspot/record.ts';
import { purgeAndTell } from '../hubspot/routes/gdpr-delete.ts';
import { mergeNamed } from '../hubspot/routes/merge-objects.ts';
import { everythingShown, toWireObject } from '../hubspot/wire-object.ts';
import { findFailure, toValues } from '../hubspot/writes.ts';
import { parseControl, refuseControl } from './control-error.ts';
import type { ControlDeps } from './deps.ts';

const PATH = '/_sandbox/hubspot/:objectType';

const createSchema = z.strictObject({ properties: propertiesSchema });

const editSchema = z.strictObject({
  properties: propertiesSchema.default({}),
  archive: z.boolean().default(false),
  restore: z.boolean().default(false),
  purge: z.boolean().default(false),
});

const mergeSchema = z.strictObject({ other: z.coerce.string() });

const accessSchema = z.strictObject({
  token: z.string().min(1).optional(),
  expire: z.boolean().default(false),
  forbidden: z.array(z.enum(objectTypeNames)).optional(),
});

const shown = (store: ObjectStore, record: CrmRecord) =>
  json(toWireObject(store.type, record, everythingShown(store.properties)));

const recordOf = (store: ObjectStore, request: VendorRequest): CrmRecord => {
  const record = store.get(paramOf(request, 'objectId'));
  if (record === undefined) throw refuseControl(404, 'There is no such record.');
  return record;
};

const restore = (hubspot: HubSpot, store: ObjectStore, record: CrmRecord): void => {
  if (!store.isArchived(record)) throw refuseControl(409, 'It is not archived, or has been for too long.');
  const email = record.version.values.get('email');
  if (email !== undefined && store.holder('email', email) !== undefined) {
    throw refuseControl(409, 'Another record has its address now.');
  }
  restoreRecord(hubspot, store, record, PERSON);
};

const purge = (hubspot: HubSpot, store: ObjectStore, record: CrmRecord): void => {
  if (store.type.name !== 'contacts') throw refuseControl(400, 'Only contacts can be erased.');
  purgeAndTell(hubspot, record, PERSON);
};

const createRoute = ({ world: { hubspot } }: ControlDeps): Route => ({
  method: 'post',
  path: PATH,
  handle: (request) => {
    const store = storeOf(hubspot, paramOf(request, 'objectType'));
    const values = toValues(parseControl(createSchema, request.body).properties);
    const failure = findFailure(hubspot, store, values);
    if (failure !== undefined) throw refuseControl(400, failure.message);
    return shown(store, addRecord(hubspot, store, values, PERSON));
  },
});

/** Changes a record as a person in HubSpot would: no token, no limit, not counted as a caller's write. */
const editRoute = ({ world: { hubspot } }: ControlDeps): Route => ({
  method: 'post',
  path: `${PATH}/:objectId`,
  handle: (request) => {
    const store = storeOf(hubspot, paramOf(request, 'objectType'));
    const record = recordOf(store, request);
    const wanted = parseControl(editSchema, request.body);
    const values = toValues(wanted.properties);
    if (values.size === 0 && !wanted.archive && !wanted.restore && !wanted.purge) {
      throw refuseControl(400, 'There is nothing to change: name properties, or archive, restore or purge.');
    }
    const failure = findFailure(hubspot, store, values, record);
    if (failure !== undefined) throw refuseControl(failure.status, failure.message);
    if (wanted.restore) restore(hubspot, store, record);
    if (values.size > 0 && !isLive(record)) throw refuseControl(409, 'What is archived cannot be edited.');
    if (values.size > 0) changeRecord(hubspot, store, record, { values, actor: PERSON });
    if (wanted.archive) archiveRecord(hubspot, store, record, PERSON);
    if (wanted.purge) purge(hubspot, store, record);
    return shown(store, record);
  },
});

const mergeRoute = ({ world: { hubspot } }: ControlDeps): Route => ({
  method: 'post',
  path: `${PATH}/:objectId/merge`,
  handle: (request) => {
    const store = storeOf(hubspot, paramOf(request, 'objectType'));
    const { other } = parseControl(mergeSchema, request.body);
    const ids = { primaryId: paramOf(request, 'objectId'), otherId: other };
    return shown(store, mergeNamed(hubspot, store, ids, PERSON));
  },
});

const accessRoute = ({ world: { hubspot } }: ControlDeps): Route => ({
  method: 'post',
  path: '/_sandbox/hubspot/access',
  handle: (request) => {
    const { access } = hubspot;
    const wanted = parseControl(accessSchema, request.body);
    if (wanted.expire) access.expire();
    if (wanted.token !== undefined) access.rotate(wanted.token);
    if (wanted.forbidden !== undefined) {
      access.forbidden.clear();
      for (const type of wanted.forbidden) access.forbidden.add(type);
    }
    return json({ forbidden: [...access.forbidden] });
  },
});

/** What people do in HubSpot's own pages, and what its administrators do to the app. */
export const hubspotControlRoutes = (deps: ControlDeps): readonly Route[] => [
  accessRoute(deps),
  createRoute(deps),
  editRoute(deps),
  mergeRoute(deps),
];
