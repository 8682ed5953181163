import { idSchema } from '@sherpa/core';
import { z } from 'zod';
import { momentSchema } from '../paging.ts';

/** A page of the knowledge base without its text. */
export const knowledgePageSummarySchema = z.object({
  id: idSchema,
  source: z.string().describe('Who wrote it: notion, agent, or the name of a script.'),
  externalId: z.string(),
  title: z.string(),
  url: z.string().nullable().describe('Where people read it.'),
  path: z.array(z.string()).readonly().describe('The pages above it, the outermost first.'),
  category: z.string().nullable(),
  tags: z.array(z.string()).readonly(),
  editedAt: momentSchema,
  unreachableSince: momentSchema
    .nullable()
    .describe('Since when its source says that there is no such page: deleted, or no longer shared.'),
});

/** A page of the knowledge base, whole. */
export const knowledgePageSchema = knowledgePageSummarySchema.extend({
  content: z.string().describe('Markdown.'),
  deletedAt: momentSchema.nullable(),
});

export type KnowledgePage = z.infer<typeof knowledgePageSchema>;

const MAX_TITLE = 500;
const MAX_MARKDOWN = 1_000_000;
const MAX_LABELS = 20;
const label = z.string().min(1).max(100);

/** What a script writes. */
export const newKnowledgePageSchema = z.strictObject({
  title: z.string().trim().min(1).max(MAX_TITLE),
  markdown: z.string().max(MAX_MARKDOWN),
  url: z.url().nullable().default(null),
  path: z.array(z.string().min(1).max(MAX_TITLE)).max(MAX_LABELS).default([]),
  category: label.nullable().default(null),
  tags: z.array(label).max(MAX_LABELS).default([]),
});

export type NewKnowledgePage = z.input<typeof newKnowledgePageSchema>;

/** The page as it stands, and whether anything was written. */
export const writtenKnowledgeSchema = z.object({
  page: knowledgePageSchema,
  changed: z.boolean().describe('False: it was there as it is.'),
});

export type WrittenKnowledge = z.infer<typeof writtenKnowledgeSchema>;
