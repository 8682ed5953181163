import { idSchema } from '@sherpa/core';
import { z } from 'zod';
import { momentSchema } from '../paging.ts';

/** Failed tasks of one kind. */
export const failureGroupSchema = z.object({
  fingerprint: z.string().nullable().describe('The same for failures of the same kind.'),
  agent: z.string(),
  type: z.string(),
  code: z.string(),
  message: z.string(),
  count: z.int(),
  held: z.int().describe('Those whose key another task has taken, so that they cannot be redriven now.'),
  firstAt: momentSchema,
  lastAt: momentSchema,
  sampleId: idSchema.describe('The latest of them.'),
});

export type FailureGroup = z.infer<typeof failureGroupSchema>;

/** Which failed tasks are meant; what is absent does not matter. */
export const failureFilter = {
  agent: z.string().min(1).optional(),
  type: z.string().min(1).optional(),
  fingerprint: z.string().min(1).optional(),
  code: z.string().min(1).optional(),
  since: momentSchema.optional().describe('Failed at or after this moment.'),
  until: momentSchema.optional().describe('Failed before this moment.'),
};
