import { z } from 'zod';
import { orMissing } from '../call/or-status.ts';
import { readNotion, type AskOptions, type NotionDeps } from './asking.ts';
import { plainOf, richTextSchema } from './rich-text.ts';

export interface NotionPropertyConfig {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

/** A table: its pages are asked for with `queryDataSource`. */
export interface NotionDataSource {
  readonly id: string;
  readonly title: string;
  readonly databaseId: string | null;
  readonly inTrash: boolean;
  readonly properties: readonly NotionPropertyConfig[];
}

/** A container of data sources; a person may add a second one at any time. */
export interface NotionDatabase {
  readonly id: string;
  readonly title: string;
  readonly dataSources: readonly { readonly id: string; readonly name: string }[];
}

export interface NotionTemplate {
  readonly id: string;
  readonly name: string;
  readonly isDefault: boolean;
}

const titleSchema = richTextSchema.default([]).transform(plainOf);

/** A data source as Notion answers with it. */
export const dataSourceSchema = z
  .object({
    object: z.literal('data_source'),
    id: z.string().min(1),
    title: titleSchema,
    parent: z.object({ database_id: z.string().optional() }).optional(),
    in_trash: z.boolean().optional(),
    archived: z.boolean().optional(),
    properties: z.record(
      z.string(),
      z.object({ id: z.string(), name: z.string(), type: z.string().default('unknown') }),
    ),
  })
  .transform((source): NotionDataSource => ({
    id: source.id,
    title: source.title,
    databaseId: source.parent?.database_id ?? null,
    inTrash: source.in_trash ?? source.archived ?? false,
    properties: Object.values(source.properties),
  }));

/** A data source, `undefined` when it is gone or not shared. */
export const getDataSource = (
  deps: NotionDeps,
  id: string,
  options: AskOptions,
): Promise<NotionDataSource | undefined> =>
  orMissing(
    readNotion(
      deps,
      {
        operation: 'dataSources.get',
        ask: (client) => client.dataSources.retrieve({ data_source_id: id }),
        read: (answer) => dataSourceSchema.parse(answer),
      },
      options,
    ),
  );

const databaseSchema = z
  .object({
    id: z.string().min(1),
    title: titleSchema,
    data_sources: z.array(z.object({ id: z.string(), name: z.string() })),
  })
  .transform(({ id, title, data_sources: dataSources }): NotionDatabase => ({ id, title, dataSources }));

/** A database, `undefined` when it is gone or not shared. */
export const getDatabase = (
  deps: NotionDeps,
  id: string,
  options: AskOptions,
): Promise<NotionDatabase | undefined> =>
  orMissing(
    readNotion(
      deps,
      {
        operation: 'databases.get',
        ask: (client) => client.databases.retrieve({ database_id: id }),
        read: (answer) => databaseSchema.parse(answer),
      },
      options,
    ),
  );

const templatesSchema = z
  .object({ templates: z.array(z.object({ id: z.string(), name: z.string(), is_default: z.boolean() })) })
  .transform(({ templates }) =>
    templates.map(({ id, name, is_default: isDefault }): NotionTemplate => ({ id, name, isDefault })),
  );

/** The templates that pages of a data source can be made from, the first hundred. */
export const listTemplates = (
  deps: NotionDeps,
  dataSourceId: string,
  options: AskOptions,
): Promise<readonly NotionTemplate[]> =>
  readNotion(
    deps,
    {
      operation: 'dataSources.listTemplates',
      ask: (client) => client.dataSources.listTemplates({ data_source_id: dataSourceId, page_size: 100 }),
      read: (answer) => templatesSchema.parse(answer),
    },
    options,
  );
