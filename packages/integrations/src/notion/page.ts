import { z } from 'zod';
import { propertySchema, type NotionProperty } from './property-value.ts';

/** Where something hangs. */
export interface NotionParent {
  readonly type: 'workspace' | 'page' | 'block' | 'data_source' | 'database' | 'other';
  readonly id: string | null;
}

/** A page, without what it holds. */
export interface NotionPage {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly icon: string | null;
  readonly parent: NotionParent;
  /** By the name that people see; it may be changed at any time, the id may not. */
  readonly properties: Readonly<Record<string, NotionProperty>>;
  readonly inTrash: boolean;
  readonly createdAt: Date;
  /** The minute of the last edit: two edits of one minute look the same. */
  readonly editedAt: Date;
  readonly createdBy: string | null;
  readonly editedBy: string | null;
}

const PARENTS = {
  page_id: 'page',
  block_id: 'block',
  data_source_id: 'data_source',
  database_id: 'database',
} as const;

const parentSchema = z.looseObject({ type: z.string() }).transform((parent): NotionParent => {
  if (parent.type === 'workspace') return { type: 'workspace', id: null };
  const [key, type] =
    Object.entries(PARENTS).find(([name]) => name === parent.type) ?? ([parent.type, 'other'] as const);
  const id = parent[key];
  return { type, id: typeof id === 'string' ? id : null };
});

const moment = z.string().transform((text) => new Date(text));

const userSchema = z.object({ id: z.string() }).nullish();

const titleOf = (properties: Readonly<Record<string, NotionProperty>>): string => {
  const title = Object.values(properties).find(({ type }) => type === 'title')?.value;
  return typeof title === 'string' ? title : '';
};

const iconSchema = z.object({ emoji: z.string() }).nullish().catch(null);

/** A page as Notion answers with it, in the words of either version. */
export const pageSchema = z
  .object({
    object: z.literal('page'),
    id: z.string().min(1),
    url: z.string().default(''),
    icon: iconSchema,
    parent: parentSchema,
    properties: z.record(z.string(), propertySchema),
    in_trash: z.boolean().optional(),
    archived: z.boolean().optional(),
    created_time: moment,
    last_edited_time: moment,
    created_by: userSchema,
    last_edited_by: userSchema,
  })
  .transform((page): NotionPage => ({
    id: page.id,
    url: page.url,
    title: titleOf(page.properties),
    icon: page.icon?.emoji ?? null,
    parent: page.parent,
    properties: page.properties,
    inTrash: page.in_trash ?? page.archived ?? false,
    createdAt: page.created_time,
    editedAt: page.last_edited_time,
    createdBy: page.created_by?.id ?? null,
    editedBy: page.last_edited_by?.id ?? null,
  }));

/** A row of a listing as a page; nothing for what is no page, or of which Notion tells the id only. */
export const readPageRow = (row: unknown): NotionPage | undefined => {
  const { success } = z
    .looseObject({ object: z.literal('page'), properties: z.looseObject({}) })
    .safeParse(row);
  return success ? pageSchema.parse(row) : undefined;
};
