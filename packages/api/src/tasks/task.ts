import { idSchema, jsonSchema, taskStatuses } from '@sherpa/core';
import { z } from 'zod';
import { momentSchema } from '../paging.ts';

/** Who put a task into the ledger. */
const originSchema = z.enum(['api', 'agent', 'schedule', 'adopted', 'dry-run']);

/** Why the last attempt failed. */
const taskErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: jsonSchema,
});

/** A task without what can be large: its payload and result. */
export const taskSummarySchema = z.object({
  id: idSchema,
  agent: z.string(),
  type: z.string(),
  status: z.enum(taskStatuses),
  attempt: z.int().describe('Attempts so far; one that was handed back or put off does not count.'),
  maxAttempts: z.int(),
  priority: z.int().describe('0 first, larger later.'),
  key: z.string().nullable().describe('Keeps a second task of the same key out.'),
  progress: jsonSchema,
  error: taskErrorSchema.nullable(),
  messageId: idSchema.nullable().describe('The message that this task delivers.'),
  causedBy: idSchema.nullable().describe('The task that asked for this one.'),
  origin: originSchema,
  workerId: idSchema.nullable().describe('The worker that runs it, or that ended it.'),
  cancelRequestedAt: momentSchema.nullable().describe('A running task is asked to stop.'),
  createdAt: momentSchema,
  runAt: momentSchema.describe('Not before this moment.'),
  startedAt: momentSchema.nullable(),
  finishedAt: momentSchema.nullable(),
});

/** What a waiting task waits for. */
const taskWaitSchema = z.object({
  kind: z.enum(['timer', 'signal', 'tasks', 'approval', 'budget']),
  name: z.string().describe('The step that will remember the outcome.'),
  since: momentSchema,
  until: momentSchema.nullable().describe('When it goes on by itself.'),
  signal: z.string().nullable(),
  approvalId: idSchema.nullable(),
  taskIds: z.array(idSchema).describe('Awaited tasks that have not ended yet.'),
});

/** An attempt that ended with an error. */
export const taskAttemptSchema = z.object({
  attempt: z.int().describe('Every start counts here, also those handed back or before a retry by hand.'),
  outcome: z.enum(['retried', 'failed', 'cancelled', 'worker_died']),
  error: taskErrorSchema,
  fingerprint: z.string().describe('The same for failures of the same kind.'),
  workerId: idSchema.nullable(),
  startedAt: momentSchema.nullable(),
  endedAt: momentSchema,
});

/** A piece of a task that was done, and that no later attempt does again. */
const taskStepSchema = z.object({
  name: z.string(),
  result: jsonSchema,
  attempt: z.int().describe('The attempt that did it.'),
  doneAt: momentSchema,
});

/** A write to a vendor that a task made, or meant to. */
const taskEffectSchema = z.object({
  name: z.string(),
  vendor: z.string(),
  key: z.string().describe('Under which it is known at the vendor.'),
  status: z
    .enum(['intended', 'performed', 'failed'])
    .describe('Intended: begun, and whether it landed is not known yet.'),
  intent: jsonSchema,
  outcome: jsonSchema,
  error: taskErrorSchema.nullable(),
  attempt: z.int().describe('The attempt that last began or ended it.'),
  intendedAt: momentSchema,
  finishedAt: momentSchema.nullable(),
});

/** One unit of work, whole. */
export const taskSchema = taskSummarySchema.extend({
  payload: jsonSchema,
  result: jsonSchema,
  waitingFor: taskWaitSchema.nullable(),
  attempts: z.array(taskAttemptSchema).describe('Those that ended with an error, oldest first.'),
  steps: z.array(taskStepSchema).describe('What need not be done again, oldest first.'),
  effects: z.array(taskEffectSchema).describe('Writes to vendors, oldest first.'),
});

export type TaskStep = z.infer<typeof taskStepSchema>;
export type TaskEffect = z.infer<typeof taskEffectSchema>;
export type TaskAttempt = z.infer<typeof taskAttemptSchema>;

export type TaskSummary = z.infer<typeof taskSummarySchema>;
export type Task = z.infer<typeof taskSchema>;
export type TaskWait = z.infer<typeof taskWaitSchema>;
