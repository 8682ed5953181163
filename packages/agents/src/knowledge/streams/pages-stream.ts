import { defineStream, getEach } from '@sherpa/sync';
import { FRESH_WITHIN_MS, OVERLAP_MS } from './freshness.ts';
import { pageRow, type PageRow } from './page-row.ts';
import { pageSlices, readPageSlice } from './page-slice.ts';
import type { Workspace } from './workspace.ts';

/**
 * Pages, without what they hold: that is read when one has changed. Search is behind and never whole, so a page
 * that it lacks is asked for by its id before it is believed to be gone.
 */
export const pagesStream = defineStream<Workspace, PageRow>({
  system: 'notion',
  name: 'pages',
  objectType: 'page',
  scopes: ['read content'],
  freshWithinMs: FRESH_WITHIN_MS,
  fingerprint: ['page', '1'],
  slices: pageSlices,
  list: readPageSlice,
  changes: { kind: 'modified', overlapMs: OVERLAP_MS, list: readPageSlice },
  get: ({ notion, clock }, ids, options) =>
    getEach(ids, async (id) => {
      const page = await notion.getPage(id, options);
      return page === undefined ? undefined : pageRow(page, clock.now());
    }),
  factsOf: ({ id, editedAt, inTrash }) => ({
    id,
    version: editedAt.getTime(),
    deleteReason: inTrash ? 'archived' : undefined,
  }),
});
