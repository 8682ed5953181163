import type { Call } from '../call/make-call.ts';
import { COMPANY_MODIFIED, COMPANY_PROPERTIES, toCompany, type HubSpotCompany } from './company.ts';
import { CONTACT_MODIFIED, CONTACT_PROPERTIES, toContact, type HubSpotContact } from './contact.ts';
import { getObject } from './get-object.ts';
import { makeKeyPropertyCheck } from './key-property.ts';
import { listObjects, type ListPage } from './list-objects.ts';
import type { AskOptions, ObjectKind, Rows } from './objects.ts';
import { listOwners, type HubSpotOwner } from './owners.ts';
import { makeHubSpotSdk } from './sdk.ts';
import { searchModifiedSince, type ModifiedPage } from './search-objects.ts';
import { skipObject, type Skipped, type SkipPage } from './skip-object.ts';
import { upsertTask, type HubSpotTaskInput, type UpsertedTask } from './upsert-task.ts';

/** What we do at HubSpot. Everything rejects with an `AppError` that is safe to log whole. */
export interface HubSpot {
  listContacts(page: ListPage, options?: AskOptions): Promise<Rows<HubSpotContact>>;
  listCompanies(page: ListPage, options?: AskOptions): Promise<Rows<HubSpotCompany>>;
  /** Ordered by id; never archived rows, and eventually consistent: list everything from time to time. */
  searchContactsModifiedSince(page: ModifiedPage, options?: AskOptions): Promise<Rows<HubSpotContact>>;
  searchCompaniesModifiedSince(page: ModifiedPage, options?: AskOptions): Promise<Rows<HubSpotCompany>>;
  /** `undefined` when archived or gone; another id than asked for when it was merged. */
  getContact(id: string, options?: AskOptions): Promise<HubSpotContact | undefined>;
  getCompany(id: string, options?: AskOptions): Promise<HubSpotCompany | undefined>;
  /** Only the id of the next one in the listing, and what follows it: a way around one that cannot be read. */
  skipContact(page: SkipPage, options?: AskOptions): Promise<Skipped>;
  skipCompany(page: SkipPage, options?: AskOptions): Promise<Skipped>;
  /** Safe to repeat with the same key. */
  upsertTask(task: HubSpotTaskInput, options?: AskOptions): Promise<UpsertedTask>;
  listOwners(options?: AskOptions): Promise<readonly HubSpotOwner[]>;
}

export interface HubSpotOptions {
  readonly accessToken: string;
  readonly baseUrl: string;
  readonly call: Call;
  /** Properties to carry along as `custom`, by HubSpot's name. */
  readonly customProperties?: {
    readonly contacts?: readonly string[];
    readonly companies?: readonly string[];
  };
}

/** Makes a client of one portal. One per process and portal is enough; it holds its connections open. */
export const makeHubSpot = ({ accessToken, baseUrl, call, customProperties }: HubSpotOptions): HubSpot => {
  const deps = { sdk: makeHubSpotSdk({ accessToken, baseUrl }), call };
  const { contacts: ofContacts = [], companies: ofCompanies = [] } = customProperties ?? {};
  const contacts: ObjectKind<HubSpotContact> = {
    objectType: 'contacts',
    modifiedProperty: CONTACT_MODIFIED,
    properties: [...CONTACT_PROPERTIES, ...ofContacts],
    fromRecord: (record) => toContact(record, ofContacts),
  };
  const companies: ObjectKind<HubSpotCompany> = {
    objectType: 'companies',
    modifiedProperty: COMPANY_MODIFIED,
    properties: [...COMPANY_PROPERTIES, ...ofCompanies],
    fromRecord: (record) => toCompany(record, ofCompanies),
  };
  const ensureKeyProperty = makeKeyPropertyCheck(deps);
  return {
    listContacts: (page, options = {}) => listObjects(deps, contacts, page, options),
    listCompanies: (page, options = {}) => listObjects(deps, companies, page, options),
    searchContactsModifiedSince: (page, options = {}) => searchModifiedSince(deps, contacts, page, options),
    searchCompaniesModifiedSince: (page, options = {}) => searchModifiedSince(deps, companies, page, options),
    getContact: (id, options = {}) => getObject(deps, contacts, id, options),
    getCompany: (id, options = {}) => getObject(deps, companies, id, options),
    skipContact: (page, options = {}) => skipObject(deps, 'contacts', page, options),
    skipCompany: (page, options = {}) => skipObject(deps, 'companies', page, options),
    upsertTask: async (task, options = {}) => {
      await ensureKeyProperty();
      return upsertTask(deps, task, options);
    },
    listOwners: (options = {}) => listOwners(deps, options),
  };
};
