import type { NotionDataSource } from '@sherpa/integrations/notion';
import { defineStream, getEach } from '@sherpa/sync';
import { FRESH_WITHIN_MS, OVERLAP_MS } from './freshness.ts';
import type { Workspace } from './workspace.ts';

/** The tables that are shared with the connection. They are few and say nothing of when they changed. */
export const dataSourcesStream = defineStream<Workspace, NotionDataSource>({
  system: 'notion',
  name: 'data-sources',
  objectType: 'data_source',
  makesCustomers: false,
  scopes: ['read content'],
  freshWithinMs: FRESH_WITHIN_MS,
  fingerprint: ['data_source', '1'],
  list: ({ notion }, { after, limit }, options) =>
    notion.searchDataSources({ text: '', next: after, limit }, options),
  changes: {
    kind: 'modified',
    overlapMs: OVERLAP_MS,
    list: ({ notion }, { after, limit }, options) =>
      notion.searchDataSources({ text: '', next: after, limit }, options),
  },
  get: ({ notion }, ids, options) => getEach(ids, (id) => notion.getDataSource(id, options)),
  factsOf: ({ id, inTrash }, askedAt) => ({
    id,
    version: askedAt.getTime(),
    deleteReason: inTrash ? 'archived' : undefined,
  }),
});
