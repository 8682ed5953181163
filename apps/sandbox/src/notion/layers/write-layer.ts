import { setTimeout as sleep } from 'node:timers/promises';
import type { Layer, VendorRequest } from '../../http/route.ts';
import { hasDueJobs, runDueJobs } from '../changes/template-jobs.ts';
import { conflict } from '../errors.ts';
import { readId } from '../ids.ts';
import type { NotionWorkspace } from '../workspace.ts';

/** The page that a request writes to; nothing for a read, and for a write to what is not there yet. */
const writtenPage = (workspace: NotionWorkspace, request: VendorRequest): string | undefined => {
  if (request.method === 'GET') return undefined;
  const match = /^\/notion\/v1\/(?:pages|blocks)\/(?<id>[^/]+)/u.exec(request.path);
  const id = readId(match?.groups?.['id'] ?? '');
  if (id === undefined || workspace.pages.has(id)) return id;
  return workspace.blocks.get(id)?.pageId;
};

/** A write takes its time, and a second one to the same page meanwhile is a conflict. */
export const makeWriteLayer = (workspace: NotionWorkspace, templates: (write: () => void) => void): Layer => {
  const busy = new Set<string>();
  return async (request, next) => {
    if (hasDueJobs(workspace)) templates(() => runDueJobs(workspace));
    const page = writtenPage(workspace, request);
    if (page === undefined) return next(request);
    if (busy.has(page)) return conflict();
    busy.add(page);
    try {
      if (workspace.limits.writeMs > 0) await sleep(workspace.limits.writeMs, undefined, { ref: false });
      return await next(request);
    } finally {
      busy.delete(page);
    }
  };
};
