import { idSchema, taskStatuses } from '@sherpa/core';
import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';
import { nextCursorSchema, pageQuery } from '../paging.ts';
import { taskSchema, taskSummarySchema } from './task.ts';

/** The longest one request waits for a task, below the minute after which proxies hang up. */
export const MAX_WAIT_MS = 25_000;

/** As many ids as a page has tasks, in whatever version. */
const IDS = /^[0-9a-f-]{36}(?:,[0-9a-f-]{36}){0,199}$/u;

const oneTask = z.strictObject({ id: idSchema });

export const listTasks = defineEndpoint({
  method: 'get',
  path: '/api/tasks',
  summary: 'Lists tasks, the newest first.',
  request: {
    query: z.strictObject({
      agent: z.string().optional(),
      status: z.enum(taskStatuses).optional(),
      type: z.string().optional(),
      ids: z.string().regex(IDS).optional().describe('Only these, with commas between them.'),
      ...pageQuery,
    }),
    params: none,
    body: none,
  },
  response: z.object({ tasks: z.array(taskSummarySchema), nextCursor: nextCursorSchema }),
  errors: ['database_unavailable'],
});

export const showTask = defineEndpoint({
  method: 'get',
  path: '/api/tasks/:id',
  summary: 'Shows one task; with `waitMs` not before it has finished, or that time is over.',
  request: {
    params: oneTask,
    query: z.strictObject({
      waitMs: z.coerce.number<number | string>().int().min(0).max(MAX_WAIT_MS).default(0),
    }),
    body: none,
  },
  response: taskSchema,
  errors: ['not_found', 'database_unavailable'],
});

export const retryTask = defineEndpoint({
  method: 'post',
  path: '/api/tasks/:id/retry',
  summary: 'Puts a failed or cancelled task back to work.',
  request: { params: oneTask, query: none, body: none },
  response: taskSchema,
  errors: ['not_found', 'conflict', 'database_unavailable'],
});

export const cancelTask = defineEndpoint({
  method: 'post',
  path: '/api/tasks/:id/cancel',
  summary: 'Cancels a task, also one that runs.',
  request: { params: oneTask, query: none, body: none },
  response: taskSchema,
  errors: ['not_found', 'conflict', 'database_unavailable'],
});
