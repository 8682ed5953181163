import { API_ACTOR } from './change.ts';
import type { HubSpot } from './hubspot.ts';
import { refuse } from './errors.ts';
import type { Refusal } from '../http/refusal.ts';
import type { ObjectStore } from './object-store.ts';
import { checkValues, problemsMessage } from './property-checks.ts';
import type { CrmRecord } from './record.ts';
import { addRecord, changeRecord } from './record-changes.ts';
import { tellAssociation } from './tell-changes.ts';

export type Values = ReadonlyMap<string, string>;

export interface WriteFailure {
  readonly status: number;
  readonly category: string;
  readonly message: string;
}

export const toRefusal = (failure: WriteFailure): Refusal =>
  refuse(failure.status, failure.category, failure.message);

/** Values as sent: null clears like an empty string, numbers and booleans become text. */
export const toValues = (properties: Readonly<Record<string, string | number | boolean | null>>): Values =>
  new Map(Object.entries(properties).map(([name, value]) => [name, value === null ? '' : String(value)]));

const conflictOf = (property: string, holder: CrmRecord): WriteFailure =>
  property === 'email'
    ? {
        status: 409,
        category: 'CONFLICT',
        message: `Contact already exists. Existing ID: ${holder.id}`,
      }
    : {
        status: 400,
        category: 'VALIDATION_ERROR',
        message: `Property values were not valid: ${holder.id} already has that value of "${property}" (CONFLICTING_UNIQUE_VALUE).`,
      };

const findConflict = (
  store: ObjectStore,
  values: Values,
  record: CrmRecord | undefined,
): WriteFailure | undefined => {
  for (const [name, value] of values) {
    if (value === '' || store.properties.get(name)?.hasUniqueValue !== true) continue;
    const holder = store.holder(name, value);
    if (holder !== undefined && holder !== record) return conflictOf(name, holder);
  }
  return undefined;
};

/** Who was erased stays so. */
const findBlocked = (hubspot: HubSpot, store: ObjectStore, values: Values): WriteFailure | undefined => {
  const email = store.type.name === 'contacts' ? values.get('email')?.trim().toLowerCase() : undefined;
  if (email === undefined || !hubspot.blocklist.has(email)) return undefined;
  return {
    status: 400,
    category: 'VALIDATION_ERROR',
    message: 'The email address was permanently deleted and cannot be used again (BLOCKLISTED_EMAIL).',
  };
};

/** Why a write would be refused; nothing if it may go ahead. */
export const findFailure = (
  hubspot: HubSpot,
  store: ObjectStore,
  values: Values,
  record?: CrmRecord,
): WriteFailure | undefined => {
  const problems = checkValues(
    store.type,
    (name) => store.properties.get(name),
    values,
    record === undefined,
  );
  if (problems.length > 0) {
    return { status: 400, category: 'VALIDATION_ERROR', message: problemsMessage(problems) };
  }
  return findBlocked(hubspot, store, values) ?? findConflict(store, values, record);
};

/** Own and unique properties are what a caller can recognise its write by. */
const noteKeys = (
  hubspot: HubSpot,
  store: ObjectStore,
  values: Values,
  kind: 'creates' | 'updates',
): void => {
  for (const [name, value] of values) {
    const property = store.properties.get(name);
    if (property === undefined || (property.hubspotDefined && !property.hasUniqueValue)) continue;
    hubspot.noteEffect({ object: store.type.name, key: `${name}=${value}`, kind });
  }
};

const linkCompany = (hubspot: HubSpot, store: ObjectStore, record: CrmRecord, values: Values): void => {
  const companyId = values.get('associatedcompanyid');
  if (store.type.name !== 'contacts' || companyId === undefined) return;
  if (hubspot.stores.companies.get(companyId) === undefined) return;
  const from = { type: 'contacts', id: record.id } as const;
  hubspot.associations.makePrimary(from, companyId);
  const to = { type: 'companies', id: companyId } as const;
  tellAssociation(hubspot, { from, to }, API_ACTOR, { isRemoved: false, isPrimary: true });
};

export const createRecord = (hubspot: HubSpot, store: ObjectStore, values: Values): CrmRecord => {
  const record = addRecord(hubspot, store, values, API_ACTOR);
  noteKeys(hubspot, store, values, 'creates');
  linkCompany(hubspot, store, record, values);
  return record;
};

export const updateRecord = (
  hubspot: HubSpot,
  store: ObjectStore,
  record: CrmRecord,
  values: Values,
): void => {
  changeRecord(hubspot, store, record, { values, actor: API_ACTOR });
  noteKeys(hubspot, store, values, 'updates');
  linkCompany(hubspot, store, record, values);
};
