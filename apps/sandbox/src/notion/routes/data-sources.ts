import { z } from 'zod';
import { json } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import { versionOf } from '../api-version.ts';
import { announce } from '../changes/announce.ts';
import { invalid } from '../errors.ts';
import { idParam } from '../ids.ts';
import { pageOf, pageQuerySchema } from '../paging.ts';
import { parseInput } from '../parse.ts';
import { onlySchema } from '../properties/only.ts';
import { parseConfig } from '../properties/parse-schema.ts';
import { findProperty } from '../properties/property.ts';
import { runQuery } from '../query/run-query.ts';
import { dataSourceAt } from '../reach.ts';
import type { DataSourceRecord } from '../records.ts';
import { plainOf, richTextSchema } from '../rich-text.ts';
import { byBot, titleOf, type NotionWorkspace } from '../workspace.ts';
import { wireDataSource } from '../wire-page.ts';

const updateSchema = z.object({
  title: richTextSchema.optional(),
  properties: z.record(z.string(), z.unknown()).default({}),
});

const renameSchema = z.object({ name: z.string().optional() });

type Action = 'created' | 'updated' | 'deleted';

/** Adds, renames or removes one property; says what it did. */
const changeProperty = (
  workspace: NotionWorkspace,
  source: DataSourceRecord,
  key: string,
  raw: unknown,
): { id: string; name: string | null; action: Action } => {
  const known = findProperty(source.properties, key);
  if (known === undefined) {
    if (raw === null) throw invalid(`${key} is not a property that exists.`);
    const config = parseConfig(key, raw, workspace.newId().slice(0, 4));
    source.properties.set(config.id, config);
    return { id: config.id, name: config.name, action: 'created' };
  }
  if (raw === null) {
    source.properties.delete(known.id);
    return { id: known.id, name: null, action: 'deleted' };
  }
  known.name = parseInput(renameSchema, raw, `body.properties.${key}`).name ?? known.name;
  return { id: known.id, name: known.name, action: 'updated' };
};

const update = (workspace: NotionWorkspace, source: DataSourceRecord, raw: unknown): void => {
  const body = parseInput(updateSchema, raw ?? {});
  const changes = Object.entries(body.properties).map(([key, one]) =>
    changeProperty(workspace, source, key, one),
  );
  source.title = body.title === undefined ? source.title : plainOf(body.title);
  source.editedMs = workspace.nowMs();
  source.editedBy = workspace.bot.id;
  announce(workspace, {
    type: 'data_source.schema_updated',
    entity: { id: source.id, type: 'data_source' },
    parent: workspace.databases.get(source.databaseId)?.parent ?? { type: 'workspace' },
    author: byBot(workspace),
    data: { updated_properties: changes },
  });
};

const templatesQuerySchema = pageQuerySchema.extend({ name: z.string().default('') });

const listTemplates = (workspace: NotionWorkspace, source: DataSourceRecord, query: unknown): object => {
  const asked = parseInput(templatesQuerySchema, query, 'query');
  const known = source.templateIds.flatMap((id, index) => {
    const page = workspace.pages.get(id);
    return page === undefined ? [] : [{ id, name: titleOf(page), is_default: index === 0 }];
  });
  const wanted = known.filter(({ name }) => name.toLowerCase().includes(asked.name.toLowerCase()));
  const page = pageOf(wanted, ({ id }) => id, asked);
  return { templates: page.items, has_more: page.next !== null, next_cursor: page.next };
};

/** Data sources: their schema, their pages, their templates. */
export const dataSourceRoutes = (workspace: NotionWorkspace): readonly Route[] => [
  {
    method: 'get',
    path: '/notion/v1/data_sources/:dataSourceId',
    handle: (request) => {
      const source = dataSourceAt(workspace, idParam(request, 'dataSourceId'));
      return json(wireDataSource(workspace, source, versionOf(request)));
    },
  },
  {
    method: 'patch',
    path: '/notion/v1/data_sources/:dataSourceId',
    handle: (request) => {
      const source = dataSourceAt(workspace, idParam(request, 'dataSourceId'));
      update(workspace, source, request.body);
      return json(wireDataSource(workspace, source, versionOf(request)));
    },
  },
  {
    method: 'post',
    path: '/notion/v1/data_sources/:dataSourceId/query',
    handle: (request) => {
      const source = dataSourceAt(workspace, idParam(request, 'dataSourceId'));
      const { filter_properties: only } = parseInput(onlySchema, request.query, 'query');
      return json(runQuery(workspace, source, { body: request.body, version: versionOf(request), only }));
    },
  },
  {
    method: 'get',
    path: '/notion/v1/data_sources/:dataSourceId/templates',
    handle: (request) => {
      const source = dataSourceAt(workspace, idParam(request, 'dataSourceId'));
      return json(listTemplates(workspace, source, request.query));
    },
  },
];
