import { idSchema } from '@sherpa/core';
import { z } from 'zod';
import { failureFilter, failureGroupSchema } from '../failures/failure.ts';
import { momentSchema } from '../paging.ts';

const MAX_PER_SECOND = 1_000;
const MAX_STOP_AFTER = 1_000;

/** When a redrive ends by itself: too many of those that have ended failed again. */
const stopRuleSchema = z.strictObject({
  share: z.number().min(0).max(1).describe('Of those that have ended, the share that may fail again.'),
  after: z.int().min(1).max(MAX_STOP_AFTER).default(20).describe('Judged when so many have ended.'),
});

const filterSchema = z
  .strictObject(failureFilter)
  .refine((filter) => Object.values(filter).some((value) => value !== undefined), {
    message: 'Name at least one of agent, type, fingerprint, code, since, until.',
  });

/** What to redrive, and how carefully. */
export const newRedriveSchema = z.strictObject({
  filter: filterSchema,
  dryRun: z.boolean().default(false).describe('Only says what it would do.'),
  // 5 a second: a thousand dead letters in three minutes, and no vendor notices.
  perSecond: z.number().min(0.01).max(MAX_PER_SECOND).default(5),
  stopAt: stopRuleSchema
    .nullable()
    .default({ share: 0.5, after: 20 })
    .describe('Null: it goes on however many fail again.'),
});

export type NewRedrive = z.input<typeof newRedriveSchema>;

/** Failed tasks being put back to work. */
export const redriveSchema = z.object({
  id: idSchema,
  filter: z.object(failureFilter),
  perSecond: z.number(),
  stopAt: stopRuleSchema.nullable(),
  status: z.enum(['running', 'done', 'stopped', 'cancelled']).describe('It stops itself; people cancel it.'),
  matched: z.int().describe('Tasks that matched when it began.'),
  redriven: z.int(),
  skipped: z.int().describe('Left as they were: another task has taken their key.'),
  ended: z.int().describe('Of those redriven, how many have come to rest.'),
  completed: z.int(),
  failedAgain: z.int(),
  createdAt: momentSchema,
  finishedAt: momentSchema.nullable(),
});

export type Redrive = z.infer<typeof redriveSchema>;

/** What a redrive is about to do, and the redrive unless it was a dry run. */
export const redriveStartedSchema = z.object({
  matched: z.int(),
  failures: z.array(failureGroupSchema).describe('What matched, by what went wrong; the 200 largest kinds.'),
  redrive: redriveSchema.nullable(),
});

export type RedriveStarted = z.infer<typeof redriveStartedSchema>;
