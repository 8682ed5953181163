import type { Call } from '../call/make-call.ts';
import { anyObjectKind, type HubSpotObject, type PropertyToRead } from './any-object.ts';
import { readAssociations, type AssociationRow, type Direction } from './associations.ts';
import type { HubSpotCompany } from './company.ts';
import type { HubSpotContact } from './contact.ts';
import { createAssociations, type AssociationsMade, type NewAssociation } from './create-associations.ts';
import { readDailyUsage, type DailyUsage } from './daily-usage.ts';
import type { HubSpotDeal } from './deal.ts';
import { makeEnsureProperties, type EnsureProperties } from './ensure-properties.ts';
import { eraseContact, type ContactToErase } from './erase-contact.ts';
import { makeKeyPropertyCheck } from './key-property.ts';
import { makeKinds, type CustomProperties } from './kinds.ts';
import type { HubSpotLineItem } from './line-item.ts';
import type { ListPage } from './list-objects.ts';
import { listProperties, type HubSpotProperty } from './list-properties.ts';
import { mergeObjects, type MergeableType, type Merged, type MergeInput } from './merge-objects.ts';
import type { HubSpotNote } from './note.ts';
import { makeObjectAccess, type HubSpotObjects } from './object-access.ts';
import type { AskOptions, Rows } from './objects.ts';
import { listOwners, type HubSpotOwner, type OwnerOptions } from './owners.ts';
import { listPipelines, type HubSpotPipeline } from './pipelines.ts';
import type { Written } from './put-object.ts';
import { makeHubSpotSdk } from './sdk.ts';
import type { ModifiedPage } from './search-objects.ts';
import type { HubSpotTask } from './task.ts';
import type { HubSpotTicket } from './ticket.ts';
import { upsertTask, type HubSpotTaskInput } from './upsert-task.ts';

/** What we do at HubSpot. Everything rejects with an `AppError` that is safe to log whole. */
export interface HubSpot {
  readonly contacts: HubSpotObjects<HubSpotContact>;
  readonly companies: HubSpotObjects<HubSpotCompany>;
  readonly deals: HubSpotObjects<HubSpotDeal>;
  readonly tickets: HubSpotObjects<HubSpotTicket>;
  readonly notes: HubSpotObjects<HubSpotNote>;
  readonly tasks: HubSpotObjects<HubSpotTask>;
  readonly lineItems: HubSpotObjects<HubSpotLineItem>;
  /** Objects of any type, with the properties named and their values by those properties' types. */
  objects(objectType: string, properties: readonly PropertyToRead[]): HubSpotObjects<HubSpotObject>;

  listContacts(page: ListPage, options?: AskOptions): Promise<Rows<HubSpotContact>>;
  listCompanies(page: ListPage, options?: AskOptions): Promise<Rows<HubSpotCompany>>;
  /** Ordered by id; never archived rows, and eventually consistent: list everything from time to time. */
  searchContactsModifiedSince(page: ModifiedPage, options?: AskOptions): Promise<Rows<HubSpotContact>>;
  searchCompaniesModifiedSince(page: ModifiedPage, options?: AskOptions): Promise<Rows<HubSpotCompany>>;
  /** `undefined` when archived or gone; another id than asked for when it was merged. */
  getContact(id: string, options?: AskOptions): Promise<HubSpotContact | undefined>;
  /** Safe to repeat with the same key. */
  upsertTask(task: HubSpotTaskInput, options?: AskOptions): Promise<Written>;

  listOwners(options?: OwnerOptions): Promise<readonly HubSpotOwner[]>;
  listPipelines(objectType: 'deals' | 'tickets', options?: AskOptions): Promise<readonly HubSpotPipeline[]>;
  listProperties(objectType: string, options?: AskOptions): Promise<readonly HubSpotProperty[]>;
  /** Makes those of our properties that are missing. Safe to repeat. */
  readonly ensureProperties: EnsureProperties;
  readAssociations(
    direction: Direction,
    ids: readonly string[],
    options?: AskOptions,
  ): Promise<readonly AssociationRow[]>;
  /** Safe to repeat. */
  createAssociations(
    direction: Direction,
    links: readonly NewAssociation[],
    options?: AskOptions,
  ): Promise<AssociationsMade>;
  /** Cannot be undone. Safe to repeat: what has become one before is left alone. */
  merge(objectType: MergeableType, input: MergeInput, options?: AskOptions): Promise<Merged>;
  /** For good, with the address. Safe to repeat; false when nobody was there any more. */
  eraseContact(contact: ContactToErase, options?: AskOptions): Promise<boolean>;
  readDailyUsage(options?: AskOptions): Promise<DailyUsage>;
}

export interface HubSpotOptions {
  readonly accessToken: string;
  readonly baseUrl: string;
  readonly call: Call;
  /** Properties to carry along as `custom`, by HubSpot's name. */
  readonly customProperties?: CustomProperties;
}

/** Makes a client of one portal. One per process and portal is enough; it holds its connections open. */
export const makeHubSpot = ({ accessToken, baseUrl, call, customProperties }: HubSpotOptions): HubSpot => {
  const deps = { sdk: makeHubSpotSdk({ accessToken, baseUrl }), call };
  const ensureKeyProperty = makeKeyPropertyCheck(deps);
  const access = { ...deps, ensureKeyProperty };
  const kinds = makeKinds(customProperties);
  const contacts = makeObjectAccess(access, kinds.contacts);
  const companies = makeObjectAccess(access, kinds.companies);
  return {
    contacts,
    companies,
    deals: makeObjectAccess(access, kinds.deals),
    tickets: makeObjectAccess(access, kinds.tickets),
    notes: makeObjectAccess(access, kinds.notes),
    tasks: makeObjectAccess(access, kinds.tasks),
    lineItems: makeObjectAccess(access, kinds.lineItems),
    objects: (objectType, properties) => makeObjectAccess(access, anyObjectKind(objectType, properties)),
    listContacts: contacts.list,
    listCompanies: companies.list,
    searchContactsModifiedSince: contacts.searchModifiedSince,
    searchCompaniesModifiedSince: companies.searchModifiedSince,
    getContact: contacts.get,
    upsertTask: async (task, options = {}) => {
      await ensureKeyProperty('tasks');
      return upsertTask(deps, task, options);
    },
    listOwners: (options = {}) => listOwners(deps, options),
    listPipelines: (objectType, options = {}) => listPipelines(deps, objectType, options),
    listProperties: (objectType, options = {}) => listProperties(deps, objectType, options),
    ensureProperties: makeEnsureProperties(deps),
    readAssociations: (direction, ids, options = {}) => readAssociations(deps, direction, ids, options),
    createAssociations: (direction, links, options = {}) =>
      createAssociations(deps, direction, links, options),
    merge: (objectType, input, options = {}) => mergeObjects(deps, objectType, input, options),
    eraseContact: (contact, options = {}) => eraseContact(deps, contact, options),
    readDailyUsage: (options = {}) => readDailyUsage(deps, options),
  };
};
