import { archiveObject, updateObject } from './change-object.ts';
import { countObjects } from './count-objects.ts';
import { getObject } from './get-object.ts';
import { KEY_PROPERTY } from './key-property.ts';
import { listObjects, type ListPage } from './list-objects.ts';
import type { AskOptions, HubSpotDeps, ObjectKind, Rows } from './objects.ts';
import { putObject, type PropertyValues, type PutInput, type Written } from './put-object.ts';
import { readMany, type ReadRows } from './read-many.ts';
import { searchModifiedSince, type ModifiedPage } from './search-objects.ts';
import { skipObject, type Skipped, type SkipPage } from './skip-object.ts';
import { updateMany, type ObjectUpdate } from './update-many.ts';
import { upsertMany, type UpsertAnswer, type UpsertInput, type UpsertOptions } from './upsert-many.ts';

/** Everything that is done with the objects of one type. */
export interface HubSpotObjects<T> {
  /** What is asked for of each, by HubSpot's names. */
  readonly properties: readonly string[];
  /** One page of a listing, complete and consistent; archived rows have a listing of their own. */
  list(page: ListPage, options?: AskOptions): Promise<Rows<T>>;
  /** Ordered by id; never archived rows, and eventually consistent: list everything from time to time. */
  searchModifiedSince(page: ModifiedPage, options?: AskOptions): Promise<Rows<T>>;
  /** How many there are that are not archived, as far as search knows. */
  count(options?: AskOptions): Promise<number>;
  /** Only the id of the next one in the listing, and what follows it: a way around one that cannot be read. */
  skip(page: SkipPage, options?: AskOptions): Promise<Skipped>;
  /** `undefined` when archived or gone; another id than asked for when it was merged. */
  get(id: string, options?: AskOptions): Promise<T | undefined>;
  readMany(ids: readonly string[], options?: AskOptions): Promise<ReadRows<T>>;
  /** Creates or changes one object under a key of ours. Safe to repeat. */
  put(input: PutInput, options?: AskOptions): Promise<Written>;
  /** Creates or changes many by a unique property; what HubSpot refuses is reported beside the rest. */
  upsertMany(inputs: readonly UpsertInput[], options?: UpsertOptions): Promise<UpsertAnswer>;
  update(id: string, properties: PropertyValues, options?: AskOptions): Promise<void>;
  updateMany(updates: readonly ObjectUpdate[], options?: AskOptions): Promise<void>;
  archive(id: string, options?: AskOptions): Promise<void>;
}

export interface AccessDeps extends HubSpotDeps {
  readonly ensureKeyProperty: (objectType: string) => Promise<void>;
}

/** Makes the access to one type of object. */
export const makeObjectAccess = <T>(deps: AccessDeps, kind: ObjectKind<T>): HubSpotObjects<T> => {
  const { objectType } = kind;
  return {
    properties: kind.properties,
    count: (options = {}) => countObjects(deps, objectType, options),
    skip: (page, options = {}) => skipObject(deps, objectType, page, options),
    list: (page, options = {}) => listObjects(deps, kind, page, options),
    searchModifiedSince: (page, options = {}) => searchModifiedSince(deps, kind, page, options),
    get: (id, options = {}) => getObject(deps, kind, id, options),
    readMany: (ids, options = {}) => readMany(deps, kind, ids, options),
    put: async (input, options = {}) => {
      await deps.ensureKeyProperty(objectType);
      return putObject(deps, objectType, input, options);
    },
    upsertMany: async (inputs, options = {}) => {
      if ((options.keyProperty ?? KEY_PROPERTY) === KEY_PROPERTY) await deps.ensureKeyProperty(objectType);
      return upsertMany(deps, objectType, inputs, options);
    },
    update: (id, properties, options = {}) => updateObject(deps, objectType, { id, properties }, options),
    updateMany: (updates, options = {}) => updateMany(deps, objectType, updates, options),
    archive: (id, options = {}) => archiveObject(deps, objectType, id, options),
  };
};
