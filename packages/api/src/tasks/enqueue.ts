import { idSchema } from '@sherpa/core';
import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';

/** Tasks that one bulk request may hold. */
export const MAX_BULK_TASKS = 1_000;

const MAX_PRIORITY = 1_023;
const ONE_YEAR_MS = 365 * 86_400_000;
const MAX_KEY_LENGTH = 200;

/** A task to be: whose, what, and how to treat it. */
export const newTaskSchema = z.strictObject({
  agent: z.string().min(1),
  type: z.string().min(1),
  payload: z.unknown().default({}).describe('What the contract of the agent asks for.'),
  key: z.string().min(1).max(MAX_KEY_LENGTH).optional().describe('While held, a second task is not made.'),
  priority: z.int().min(0).max(MAX_PRIORITY).optional().describe('0 first, larger later.'),
  delayMs: z.int().min(0).max(ONE_YEAR_MS).optional(),
  onDuplicate: z
    .enum(['drop', 'replace', 'debounce'])
    .optional()
    .describe('What becomes of it while another task holds its key; as the contract says, where absent.'),
  concurrencyKey: z
    .string()
    .min(1)
    .max(MAX_KEY_LENGTH)
    .optional()
    .describe('Tasks of one agent with the same one run one at a time.'),
});

/** The task that now stands for the request; `inserted` is false when its key was held already. */
export const enqueuedSchema = z.object({ id: idSchema, inserted: z.boolean() });

export type NewTask = z.input<typeof newTaskSchema>;
export type Enqueued = z.infer<typeof enqueuedSchema>;

export const enqueueTask = defineEndpoint({
  method: 'post',
  path: '/api/tasks',
  summary: 'Enqueues one task.',
  request: { body: newTaskSchema, params: none, query: none },
  response: enqueuedSchema,
  status: 202,
  errors: ['database_unavailable'],
});

export const dryRunTask = defineEndpoint({
  method: 'post',
  path: '/api/tasks/dry-run',
  summary:
    'Enqueues a task or message to be done without its consequences; its result tells what it would do.',
  request: {
    body: newTaskSchema.pick({ agent: true, type: true, payload: true }),
    params: none,
    query: none,
  },
  response: enqueuedSchema,
  status: 202,
  errors: ['database_unavailable'],
});

export const enqueueTasks = defineEndpoint({
  method: 'post',
  path: '/api/tasks/bulk',
  summary: 'Enqueues many tasks, all or none.',
  request: {
    body: z.strictObject({ tasks: z.array(newTaskSchema).min(1).max(MAX_BULK_TASKS) }),
    params: none,
    query: none,
  },
  response: z.object({ tasks: z.array(enqueuedSchema).describe('In the order of the request.') }),
  status: 202,
  errors: ['database_unavailable'],
});
