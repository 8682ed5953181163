import { invalid } from '../errors.ts';
import type { ObjectStore } from '../object-store.ts';
import { propertiesShown, toWireObject } from '../wire-object.ts';
import { makeView } from './make-view.ts';
import { pageByIds, type FoundPage } from './page-by-ids.ts';
import { makeRowTest, type RowTest } from './row-test.ts';
import { planSearch, type SearchPlan } from './search-plan.ts';
import type { SearchRequest } from './search-request.ts';

const MAX_ROWS = 10_000;

interface Asked {
  readonly plan: SearchPlan;
  readonly isWanted: RowTest;
  readonly seenMs: number;
  readonly start: number;
  readonly end: number;
}

/** What was found before, or what is found now; a view from a later moment, as a longer lag leaves it, is of no use. */
const viewOf = (store: ObjectStore, { plan, isWanted, seenMs }: Asked) => {
  const kept = store.views.get(plan.key);
  if (kept !== undefined && kept.view.seenMs <= seenMs) return kept;
  const view = makeView(store, plan, isWanted, seenMs);
  store.views.put(plan.key, view);
  return { view, changed: new Set(view.unsettled) };
};

/** In another order than that of the ids a view is good as long as nothing changes. */
const pageInOrder = (store: ObjectStore, asked: Asked): FoundPage => {
  const { plan, isWanted, seenMs, start, end } = asked;
  const { view, changed } = viewOf(store, asked);
  if (changed.size > 0) {
    const { found } = makeView(store, plan, isWanted, seenMs);
    return { rows: found.slice(start, end), total: found.length };
  }
  const rows = view.rows.slice(start, end).map((record) => ({ record, version: record.version }));
  return { rows, total: view.rows.length };
};

/** One page of a search over what the index knows: never an archived row, never past row 10,000. */
export const runSearch = (
  store: ObjectStore,
  request: SearchRequest,
  time: { readonly nowMs: number; readonly lagMs: number },
): object => {
  const end = request.after + request.limit;
  if (end > MAX_ROWS) {
    throw invalid('There was a problem with the request. A search can return at most 10,000 results.');
  }
  // Of the whole request first: what it makes no sense of is refused.
  makeRowTest(store, request);
  const plan = planSearch(request);
  const isWanted = makeRowTest(store, plan.kept);
  const asked: Asked = { plan, isWanted, seenMs: time.nowMs - time.lagMs, start: request.after, end };
  const { rows, total } = plan.isByIds
    ? pageByIds(viewOf(store, asked), { ...asked, afterId: plan.afterId })
    : pageInOrder(store, asked);
  const isKnown = (name: string) => store.properties.has(name);
  const shown = propertiesShown(store.type, { names: request.properties, isKnown });
  return {
    total,
    results: rows.map(({ record, version }) => toWireObject(store.type, record, shown, version)),
    ...(end < total ? { paging: { next: { after: String(end) } } } : {}),
  };
};
