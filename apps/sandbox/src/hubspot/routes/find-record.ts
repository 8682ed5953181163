import { invalid } from '../errors.ts';
import type { ObjectStore } from '../object-store.ts';
import { isLive, type CrmRecord } from '../record.ts';

export interface FindOptions {
  readonly idProperty?: string | undefined;
  /** Archived ones only; the others are not found then. */
  readonly isArchived?: boolean;
}

/**
 * The record named by id, or by a unique property. The id of one that was merged leads to the survivor,
 * whose id is another one.
 */
export const findRecord = (
  store: ObjectStore,
  id: string,
  { idProperty, isArchived = false }: FindOptions = {},
): CrmRecord | undefined => {
  if (idProperty !== undefined && store.properties.get(idProperty)?.hasUniqueValue !== true) {
    throw invalid(`Property "${idProperty}" is not a unique property.`);
  }
  const record = idProperty === undefined ? store.resolve(id) : store.holder(idProperty, id);
  if (record === undefined) return undefined;
  return (isArchived ? store.isArchived(record) : isLive(record)) ? record : undefined;
};
