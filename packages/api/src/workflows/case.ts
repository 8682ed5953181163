import { idSchema } from '@sherpa/core';
import { z } from 'zod';
import { momentSchema } from '../paging.ts';

export const caseStatuses = ['open', 'held', 'closed'] as const;

const idsSchema = z.record(z.string(), z.string());

/** One matter that a workflow sees to from its beginning to its end. */
export const caseSchema = z.object({
  id: idSchema,
  workflow: z.string(),
  key: z.string().describe('What it is of, such as an invoice.'),
  status: z.enum(caseStatuses).describe('`held`: it waits for people, who are told why.'),
  subject: idsSchema.describe('Ids of what it is about.'),
  refs: idsSchema.describe('Ids of what was made for it at the vendors.'),
  reason: z.string().nullable().describe('Why it is held, or how it ended.'),
  dueAt: momentSchema.nullable(),
  taskId: idSchema.describe('The task that moved it last.'),
  openedAt: momentSchema,
  updatedAt: momentSchema,
  closedAt: momentSchema.nullable(),
});

export type Case = z.infer<typeof caseSchema>;

/** Cases of one workflow that wait for the same. */
export const caseGroupSchema = z.object({
  workflow: z.string(),
  status: z.enum(['open', 'held']),
  reason: z.string().nullable().describe('Why they are held.'),
  count: z.int(),
  oldestAt: momentSchema.describe('When the first of them was opened.'),
  dueAt: momentSchema.nullable().describe('When the first of them is due.'),
  sampleId: idSchema.describe('The newest of them; `like` it are all of them.'),
});

export type CaseGroup = z.infer<typeof caseGroupSchema>;

const MAX_BY = 200;
const MAX_REASON = 2_000;

export const caseEndSchema = z.strictObject({
  by: z.string().min(1).max(MAX_BY).describe('Who ends it.'),
  reason: z.string().min(1).max(MAX_REASON),
});

export type CaseEnd = z.input<typeof caseEndSchema>;
