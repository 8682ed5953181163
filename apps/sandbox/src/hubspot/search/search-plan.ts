import type { SearchFilter, SearchRequest } from './search-request.ts';

const ID = 'hs_object_id';

/** A search as it is kept: without the id that tells one of its pages from the next. */
export interface SearchPlan {
  readonly key: string;
  /** The request without that id. */
  readonly kept: SearchRequest;
  readonly isByIds: boolean;
  /** Only ids above this one. */
  readonly afterId: number;
}

const isAfterId = ({ propertyName, operator, value }: SearchFilter): boolean =>
  propertyName === ID && operator === 'GT' && value !== undefined && /^\d+$/u.test(value);

/** Whether the order is that of the ids, in which the store keeps its records. */
const isByIds = ({ sorts: [sort] }: SearchRequest): boolean =>
  sort === undefined || (sort.propertyName === ID && !sort.isDescending);

export const planSearch = (request: SearchRequest): SearchPlan => {
  const [group, ...others] = request.filterGroups;
  const byIds = isByIds(request);
  const after = byIds && others.length === 0 ? (group?.filters.filter(isAfterId) ?? []) : [];
  const rest = group?.filters.filter((filter) => !after.includes(filter)) ?? [];
  const kept =
    after.length === 0 ? request : { ...request, filterGroups: rest.length === 0 ? [] : [{ filters: rest }] };
  return {
    key: JSON.stringify([kept.query, kept.filterGroups, byIds ? null : kept.sorts]),
    kept,
    isByIds: byIds,
    afterId: Math.max(-1, ...after.map(({ value }) => Number(value))),
  };
};
