import { z } from 'zod';

const annotationsSchema = z
  .object({
    bold: z.boolean().default(false),
    italic: z.boolean().default(false),
    strikethrough: z.boolean().default(false),
    code: z.boolean().default(false),
  })
  .default({ bold: false, italic: false, strikethrough: false, code: false });

/** A run of rich text as Notion's API gives it. */
export const richTextSchema = z.object({
  type: z.string().default('text'),
  plain_text: z.string(),
  href: z.string().nullable().default(null),
  annotations: annotationsSchema,
});
export type RichText = z.output<typeof richTextSchema>;

const fileSchema = z.object({ url: z.string() });

/** What the blocks hold, all kinds in one: each kind uses its members. */
const contentSchema = z.object({
  rich_text: z.array(richTextSchema).default([]),
  caption: z.array(richTextSchema).default([]),
  checked: z.boolean().optional(),
  language: z.string().optional(),
  expression: z.string().optional(),
  title: z.string().optional(),
  url: z.string().nullable().optional(),
  name: z.string().optional(),
  cells: z.array(z.array(richTextSchema)).default([]),
  icon: z.object({ emoji: z.string().optional() }).nullable().optional().catch(null),
  file: fileSchema.optional(),
  external: fileSchema.optional(),
});
export type BlockData = z.output<typeof contentSchema>;

/** A block with the blocks below it, as far as they were fetched. */
export interface NotionBlock {
  readonly id: string;
  readonly type: string;
  readonly data: BlockData;
  readonly children: readonly NotionBlock[];
}

const nodeSchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  children: z.array(z.unknown()).default([]),
});

const noData = contentSchema.parse({});

/** Reads blocks of Notion's API, children under `children`; what is no block is left out. */
export const parseBlockTree = (blocks: readonly unknown[]): NotionBlock[] =>
  blocks.flatMap((given) => {
    const node = nodeSchema.safeParse(given);
    if (!node.success) return [];
    const { id, type, children } = node.data;
    const data = contentSchema.safeParse(node.data[type]);
    return [{ id, type, data: data.success ? data.data : noData, children: parseBlockTree(children) }];
  });
