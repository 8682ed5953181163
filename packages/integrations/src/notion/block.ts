import { z } from 'zod';
import { richTextSchema, type NotionText } from './rich-text.ts';

/** A block, with what its type does not have as null or empty. */
export interface NotionBlock {
  readonly id: string;
  readonly type: string;
  readonly hasChildren: boolean;
  readonly inTrash: boolean;
  readonly editedAt: Date;
  readonly text: readonly NotionText[];
  readonly caption: readonly NotionText[];
  readonly cells: readonly (readonly NotionText[])[];
  /** Of a link, embed or file. An uploaded file's address works for an hour: never keep it. */
  readonly url: string | null;
  /** True when the address is Notion's own, signed and short-lived. */
  readonly isUpload: boolean;
  readonly title: string | null;
  readonly language: string | null;
  readonly expression: string | null;
  readonly checked: boolean | null;
  /** What an unsupported block is in Notion's app. */
  readonly unsupportedType: string | null;
}

const fileSchema = z.object({ url: z.string() }).optional().catch(undefined);
const lineSchema = z.string().optional().catch(undefined);

/** The object under the type's name; whatever of it is odd is left out. */
const contentSchema = z
  .object({
    rich_text: richTextSchema.catch([]).default([]),
    caption: richTextSchema.catch([]).default([]),
    cells: z.array(richTextSchema).catch([]).default([]),
    url: lineSchema,
    external: fileSchema,
    file: fileSchema,
    title: lineSchema,
    language: lineSchema,
    expression: lineSchema,
    checked: z.boolean().optional().catch(undefined),
    block_type: lineSchema,
  })
  .catch({ rich_text: [], caption: [], cells: [] });

type Content = z.output<typeof contentSchema>;

const toContent = (
  content: Content,
): Pick<
  NotionBlock,
  'text' | 'caption' | 'cells' | 'url' | 'isUpload' | 'title' | 'language' | 'expression' | 'checked'
> => ({
  text: content.rich_text,
  caption: content.caption,
  cells: content.cells,
  url: content.url ?? content.external?.url ?? content.file?.url ?? null,
  isUpload: content.file !== undefined,
  title: content.title ?? null,
  language: content.language ?? null,
  expression: content.expression ?? null,
  checked: content.checked ?? null,
});

/** A block as Notion answers with it. */
export const blockSchema = z
  .looseObject({
    object: z.literal('block'),
    id: z.string().min(1),
    type: z.string().default('unsupported'),
    has_children: z.boolean().default(false),
    in_trash: z.boolean().optional(),
    archived: z.boolean().optional(),
    last_edited_time: z.string().default('1970-01-01T00:00:00.000Z'),
  })
  .transform((block): NotionBlock => {
    const content = contentSchema.parse(block[block.type] ?? {});
    return {
      id: block.id,
      type: block.type,
      hasChildren: block.has_children,
      inTrash: block.in_trash ?? block.archived ?? false,
      editedAt: new Date(block.last_edited_time),
      ...toContent(content),
      unsupportedType: block.type === 'unsupported' ? (content.block_type ?? 'unknown') : null,
    };
  });
