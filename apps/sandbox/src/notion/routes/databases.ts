import { z } from 'zod';
import { json } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import { versionOf } from '../api-version.ts';
import { announce } from '../changes/announce.ts';
import { idAt, idParam } from '../ids.ts';
import { parseInput } from '../parse.ts';
import { parseConfig } from '../properties/parse-schema.ts';
import { databaseAt, pageAt } from '../reach.ts';
import type { DatabaseRecord, DataSourceRecord } from '../records.ts';
import { plainOf, richTextSchema } from '../rich-text.ts';
import { byBot, type NotionWorkspace } from '../workspace.ts';
import { wireDatabase } from '../wire-page.ts';

const createSchema = z.object({
  parent: z.object({ page_id: z.string() }),
  title: richTextSchema.default([]),
  description: richTextSchema.default([]),
  initial_data_source: z.object({ properties: z.record(z.string(), z.unknown()).optional() }).optional(),
});

/** Of what can be changed of a database, what anybody asks for. */
const trashSchema = z.object({ in_trash: z.boolean() });

const makeSource = (
  workspace: NotionWorkspace,
  databaseId: string,
  title: string,
  given: Readonly<Record<string, unknown>>,
): DataSourceRecord => {
  const configs = Object.entries(given).map(([name, raw]) =>
    parseConfig(name, raw, workspace.newId().slice(0, 4)),
  );
  return {
    id: workspace.newId(),
    databaseId,
    title,
    properties: new Map(configs.map((config) => [config.id, config])),
    templateIds: [],
    createdMs: workspace.nowMs(),
    createdBy: workspace.bot.id,
    editedMs: workspace.nowMs(),
    editedBy: workspace.bot.id,
    isTrashed: false,
    rows: [],
  };
};

const create = (workspace: NotionWorkspace, raw: unknown): DatabaseRecord => {
  const body = parseInput(createSchema, raw);
  const page = pageAt(workspace, idAt('body.parent.page_id', body.parent.page_id));
  const title = plainOf(body.title);
  const id = workspace.newId();
  const given = body.initial_data_source?.properties ?? { Name: { title: {} } };
  const source = makeSource(workspace, id, title, given);
  const database: DatabaseRecord = {
    id,
    title,
    description: plainOf(body.description),
    parent: { type: 'page_id', id: page.id },
    dataSourceIds: [source.id],
    createdMs: workspace.nowMs(),
    createdBy: workspace.bot.id,
  };
  workspace.databases.set(id, database);
  workspace.dataSources.set(source.id, source);
  const author = byBot(workspace);
  announce(workspace, {
    type: 'database.created',
    entity: { id, type: 'database' },
    parent: database.parent,
    author,
  });
  return database;
};

/** Databases, which contain data sources. */
export const databaseRoutes = (workspace: NotionWorkspace): readonly Route[] => [
  {
    method: 'post',
    path: '/notion/v1/databases',
    handle: (request) => json(wireDatabase(workspace, create(workspace, request.body), versionOf(request))),
  },
  {
    method: 'get',
    path: '/notion/v1/databases/:databaseId',
    handle: (request) => {
      const database = databaseAt(workspace, idParam(request, 'databaseId'));
      return json(wireDatabase(workspace, database, versionOf(request)));
    },
  },
  {
    method: 'patch',
    path: '/notion/v1/databases/:databaseId',
    handle: (request) => {
      const database = databaseAt(workspace, idParam(request, 'databaseId'));
      const { in_trash: isTrashed } = parseInput(trashSchema, request.body);
      for (const id of database.dataSourceIds) {
        const source = workspace.dataSources.get(id);
        if (source !== undefined) source.isTrashed = isTrashed;
      }
      return json(wireDatabase(workspace, database, versionOf(request)));
    },
  },
];
