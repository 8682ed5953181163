import { idSchema, jsonSchema } from '@sherpa/core';
import { z } from 'zod';
import { momentSchema } from '../paging.ts';
import { customerSchema } from './customer.ts';
import { customerReviewSchema } from './review.ts';

/** A customer with all that made it what it is. */
export const explanationSchema = z.object({
  customer: customerSchema,
  accountId: idSchema.nullable().describe('Of a person: the account it works for.'),
  fields: z
    .array(
      z.object({
        field: z.string(),
        value: jsonSchema,
        system: z.string(),
        objectType: z.string().nullable(),
        externalId: z.string().nullable(),
        at: momentSchema.nullable(),
        rule: z.string(),
      }),
    )
    .describe('Each field with its source, the time of the source, and the rule that chose it.'),
  drift: z
    .array(
      z.object({
        field: z.string(),
        system: z.string(),
        objectType: z.string(),
        externalId: z.string(),
        value: z.string(),
      }),
    )
    .describe('What systems hold in fields that they do not own.'),
  objects: z.array(z.object({ node: z.string(), deleted: z.boolean(), mergedInto: z.string().nullable() })),
  edges: z.array(
    z.object({
      a: z.string(),
      b: z.string(),
      kind: z.string(),
      strength: z.string(),
      evidence: jsonSchema,
      createdBy: z.string(),
      since: momentSchema,
    }),
  ),
  reviews: z.array(customerReviewSchema),
});

export type Explanation = z.infer<typeof explanationSchema>;

/** Something that happened to a customer. */
export const historyEntrySchema = z.object({
  id: idSchema.describe('Of a merge: what undoing it takes.'),
  kind: z.enum(['changed', 'merge', 'split', 'undo']),
  at: momentSchema,
  cause: jsonSchema,
  changes: jsonSchema.describe('The fields that changed, with what they were and became.'),
  otherId: idSchema.nullable().describe('The customer on the other side of a merge or split.'),
  objects: z.array(z.string()).readonly().describe('Those that changed hands.'),
  undone: z.boolean(),
});

export type HistoryEntry = z.infer<typeof historyEntrySchema>;
