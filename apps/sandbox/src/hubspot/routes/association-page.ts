import type { AssociationEnd } from '../associations.ts';
import type { HubSpot } from '../hubspot.ts';
import type { ObjectType } from '../object-types.ts';
import { isLive } from '../record.ts';

/** Links come 500 at a time, whichever way they are read. */
export const PAGE_SIZE = 500;

/** A page of a record's links; what is archived at the other end is left out. */
export const pageOfLinks = (
  hubspot: HubSpot,
  from: AssociationEnd,
  to: ObjectType,
  page: { readonly after?: string | undefined; readonly limit: number },
) => {
  const store = hubspot.stores[to.name];
  const links = hubspot.associations.of(from, to.name).filter(({ toId }) => {
    const record = store.get(toId);
    return record !== undefined && isLive(record);
  });
  const start = page.after === undefined ? 0 : links.findIndex(({ toId }) => toId === page.after) + 1;
  const end = start + page.limit;
  const last = links[end - 1];
  return {
    to: links.slice(start, end).map(({ toId, types }) => ({
      toObjectId: toId,
      associationTypes: types.map(({ category, typeId, label }) => ({ category, typeId, label })),
    })),
    ...(end < links.length && last !== undefined ? { paging: { next: { after: last.toId } } } : {}),
  };
};
