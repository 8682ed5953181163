import { z } from 'zod';

const text = z.string().max(100_000);

/** What a page may hold when it is made. */
export const blockSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.enum(['heading_2', 'heading_3', 'paragraph', 'bulleted_list_item', 'callout']),
    text,
  }),
  z.strictObject({ type: z.literal('to_do'), text, checked: z.boolean() }),
  z.strictObject({ type: z.literal('table'), rows: z.array(z.array(text).min(1)).min(1).max(100) }),
]);

/** By the column's name; what a data source has no such column for is left out. */
export const valuesSchema = z.record(z.string().min(1), z.union([text, z.number(), z.boolean(), z.null()]));

const priority = 50;

/** What other agents have done at Notion: each of them one write. */
export const knowledgeDoings = {
  'page.upsert': {
    description: 'Makes a page in a data source, one per key; one that is there has its columns set anew.',
    priority,
    payload: z.strictObject({
      key: z.string().min(1).max(200).describe('One page of each key.'),
      source: z
        .enum(['operations', 'onboarding'])
        .describe('Which of the data sources in the settings of company.'),
      title: z.string().min(1).max(500),
      values: valuesSchema.default({}),
      blocks: z.array(blockSchema).max(500).default([]).describe('Only of a page that is made now.'),
      markdown: text
        .optional()
        .describe('In place of blocks, and of what a page that is there holds: it is replaced.'),
      template: z
        .boolean()
        .default(false)
        .describe('From the default template of the data source, in place of blocks.'),
      adopt: z
        .strictObject({ column: z.string().min(1), id: z.string().min(1) })
        .optional()
        .describe('A page that a person has made is used instead: that id is in its column of that name.'),
    }),
    result: z.object({ id: z.string(), url: z.string(), created: z.boolean() }),
    pretend: { id: 'dry-run', url: '', created: true },
  },
  'page.patch': {
    description: 'Sets columns of a page; one that is gone counts as done.',
    priority,
    payload: z.strictObject({ id: z.string().min(1), values: valuesSchema }),
    result: z.object({ found: z.boolean() }),
    pretend: { found: true },
  },
  'page.trash': {
    description: 'Moves a page to the trash; one that is gone counts as done.',
    priority,
    payload: z.strictObject({ id: z.string().min(1) }),
    result: z.object({ found: z.boolean() }),
    pretend: { found: true },
  },
} as const;
