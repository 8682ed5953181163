import { json } from '../../http/reply.ts';
import { paramOf, type Route } from '../../http/route.ts';
import { storeOf, type HubSpot } from '../hubspot.ts';
import { parseInput } from '../parse.ts';
import { runSearch } from '../search/run-search.ts';
import { searchRequestSchema } from '../search/search-request.ts';

export const searchObjects = (hubspot: HubSpot): Route => ({
  method: 'post',
  path: '/crm/v3/objects/:objectType/search',
  handle: (request) => {
    const store = storeOf(hubspot, paramOf(request, 'objectType'));
    const search = parseInput(searchRequestSchema, request.body);
    return json(runSearch(store, search, { nowMs: hubspot.nowMs(), lagMs: hubspot.limits.searchLagMs }));
  },
});
