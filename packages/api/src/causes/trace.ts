import { idSchema, taskStatuses, vendors } from '@sherpa/core';
import { z } from 'zod';
import { momentSchema } from '../paging.ts';

const objectSchema = z.object({ type: z.string(), id: z.string() });

const webhookSchema = z.object({
  id: idSchema,
  vendor: z.enum(vendors),
  type: z.string().describe('As the vendor calls the event.'),
  object: objectSchema.nullable(),
  occurredAt: momentSchema.nullable(),
  receivedAt: momentSchema,
  isAsked: z.boolean(),
});

/** A write to a vendor; what was written is shown with its task. */
const tracedEffectSchema = z.object({
  name: z.string(),
  vendor: z.string(),
  operation: z.string().nullable(),
  key: z.string().describe('Under which it is known at the vendor.'),
  status: z
    .enum(['intended', 'performed', 'failed'])
    .describe('Intended: begun, and whether it landed is not known yet.'),
  attempt: z.int(),
  objectId: z.string().nullable().describe('The object that was written, where it is known.'),
  error: z.string().nullable().describe('The code of the error.'),
  begunAt: momentSchema,
  finishedAt: momentSchema.nullable(),
  isAsked: z.boolean().describe('True for what was asked for.'),
});

const decisionSchema = z.object({
  kind: z.enum(['approval', 'signal']),
  name: z.string(),
  status: z.enum(['pending', 'approved', 'rejected', 'expired', 'cancelled', 'sent']),
  by: z.string().nullable().describe('Who decided. Nobody knows who sent a signal.'),
  askedAt: momentSchema.nullable(),
  decidedAt: momentSchema.nullable(),
});

/** A task at its place in the tree. */
export const tracedTaskSchema = z.object({
  id: idSchema,
  parentId: idSchema.nullable().describe('The task above it; null for the first.'),
  skipped: z.int().describe('Tasks between it and the one above that are not shown.'),
  how: z
    .enum(['first', 'message', 'task', 'awaited'])
    .describe('How the one above it brought it about; `awaited`: and waits for it.'),
  agent: z.string(),
  type: z.string(),
  status: z.enum(taskStatuses),
  attempts: z.int(),
  createdAt: momentSchema,
  startedAt: momentSchema.nullable().describe('Of the last attempt.'),
  finishedAt: momentSchema.nullable(),
  waitedMs: z.number().nullable().describe('From when it was made, without the time that it ran.'),
  workedMs: z.number().nullable().describe('All attempts together; null where that is not on record.'),
  vendorCalls: z.int().nullable().describe('Requests to vendors; null where none is on record.'),
  error: z.string().nullable().describe('The code of the error of its last attempt.'),
  isAsked: z.boolean(),
  webhooks: z.array(webhookSchema).describe('What vendors told that it sees to.'),
  decisions: z.array(decisionSchema),
  effects: z.array(tracedEffectSchema).describe('Its writes to vendors, in their order.'),
  leftOut: z.object({
    tasks: z.int().describe('Tasks that came of it and are not shown.'),
    effects: z.int(),
    webhooks: z.int(),
  }),
});

const scheduleSchema = z.object({
  kind: z.literal('schedule'),
  agent: z.string(),
  type: z.string().describe('Of the tasks that it makes.'),
  name: z.string().nullable().describe('Null where the schedule is gone.'),
  id: idSchema.nullable(),
  tick: momentSchema.nullable().describe('Null where a person had it run.'),
});

/** What began it all. */
const originSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('webhook'), vendor: z.enum(vendors), type: z.string() }),
  scheduleSchema,
  z.object({ kind: z.literal('api') }).describe('A script or a person.'),
  z.object({ kind: z.literal('adopted') }).describe('A job that somebody put into the queue.'),
  z.object({ kind: z.literal('dry-run') }),
  z.object({ kind: z.literal('case'), caseId: idSchema }).describe('A case that a person released.'),
  z.object({ kind: z.literal('purged'), taskId: idSchema, at: momentSchema }),
  z.object({ kind: z.literal('unknown'), reason: z.string().describe('As the end of a sentence.') }),
]);

/** An object as the mirror knows it. */
const mirroredSchema = z.object({
  system: z.enum(vendors),
  objectType: z.string(),
  externalId: z.string(),
  observedAt: momentSchema.describe('When the vendor was asked for this state.'),
});

/** Why something is as it is: the tree from what began it to what came of it. */
export const whySchema = z.object({
  asked: z.object({
    kind: z.enum(['task', 'message', 'webhook', 'approval', 'case', 'event', 'effect', 'object', 'field']),
    taskId: idSchema.nullable().describe('The task that did it; null where nobody knows.'),
    effect: z.string().nullable().describe('The name of the write in that task.'),
    field: z
      .object({ name: z.string(), system: z.string(), rule: z.string() })
      .nullable()
      .describe('Of a customer: which system says it, and by which rule.'),
    source: mirroredSchema.nullable().describe('The object that the answer goes by.'),
  }),
  others: z
    .array(z.object({ taskId: idSchema, name: z.string(), begunAt: momentSchema }))
    .describe('Earlier writes of the same.'),
  otherSources: z.array(mirroredSchema).describe('Objects that say a field together with the one shown.'),
  origin: originSchema,
  tasks: z.array(tracedTaskSchema).describe('Each after the one above it, the first first.'),
  totals: z.object({
    tasks: z.int(),
    effects: z.int(),
    workedMs: z.number(),
    vendorCalls: z.int(),
    beganAt: momentSchema.nullable(),
    tookMs: z.number().nullable().describe('Until the last of them ended; null while one lives.'),
  }),
});

export type TracedTask = z.infer<typeof tracedTaskSchema>;
export type TracedEffect = z.infer<typeof tracedEffectSchema>;
export type Why = z.infer<typeof whySchema>;
