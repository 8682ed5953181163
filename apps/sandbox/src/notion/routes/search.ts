import { json } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import { versionOf } from '../api-version.ts';
import { runSearch } from '../query/run-search.ts';
import type { NotionWorkspace } from '../workspace.ts';

/** Search by title. */
export const searchRoute = (workspace: NotionWorkspace): Route => ({
  method: 'post',
  path: '/notion/v1/search',
  handle: (request) => json(runSearch(workspace, request.body, versionOf(request))),
});
