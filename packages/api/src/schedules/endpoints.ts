import { idSchema } from '@sherpa/core';
import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';
import { nextCursorSchema, pageQuery } from '../paging.ts';
import { enqueuedSchema } from '../tasks/enqueue.ts';
import { newScheduleSchema } from './new-schedule.ts';
import { scheduleDetailsSchema, scheduleSchema } from './schedule.ts';

/** The next runs that one request may ask for. */
export const MAX_PREVIEW = 100;

const oneSchedule = z.strictObject({ id: idSchema });

export const listSchedules = defineEndpoint({
  method: 'get',
  path: '/api/schedules',
  summary: 'Lists schedules, the newest first.',
  request: {
    query: z.strictObject({ agent: z.string().optional(), type: z.string().optional(), ...pageQuery }),
    params: none,
    body: none,
  },
  response: z.object({ schedules: z.array(scheduleSchema), nextCursor: nextCursorSchema }),
  errors: ['database_unavailable'],
});

export const showSchedule = defineEndpoint({
  method: 'get',
  path: '/api/schedules/:id',
  summary: 'Shows one schedule; with `preview` its next runs.',
  request: {
    params: oneSchedule,
    query: z.strictObject({
      preview: z.coerce.number<number | string>().int().min(0).max(MAX_PREVIEW).default(0),
    }),
    body: none,
  },
  response: scheduleDetailsSchema,
  errors: ['not_found', 'database_unavailable'],
});

export const createSchedule = defineEndpoint({
  method: 'post',
  path: '/api/schedules',
  summary: 'Makes a schedule.',
  request: { body: newScheduleSchema, params: none, query: none },
  response: scheduleSchema,
  errors: ['conflict', 'database_unavailable'],
});

export const pauseSchedule = defineEndpoint({
  method: 'post',
  path: '/api/schedules/:id/pause',
  summary: 'Stops a schedule from firing until it is resumed.',
  request: { params: oneSchedule, query: none, body: none },
  response: scheduleSchema,
  errors: ['not_found', 'database_unavailable'],
});

export const resumeSchedule = defineEndpoint({
  method: 'post',
  path: '/api/schedules/:id/resume',
  summary: 'Lets a paused schedule fire again, from its next tick on.',
  request: { params: oneSchedule, query: none, body: none },
  response: scheduleSchema,
  errors: ['not_found', 'database_unavailable'],
});

export const runSchedule = defineEndpoint({
  method: 'post',
  path: '/api/schedules/:id/run',
  summary: 'Enqueues the task of a schedule now, beside its ticks.',
  request: { params: oneSchedule, query: none, body: none },
  response: enqueuedSchema,
  status: 202,
  errors: ['not_found', 'database_unavailable'],
});

export const deleteSchedule = defineEndpoint({
  method: 'delete',
  path: '/api/schedules/:id',
  summary: 'Removes a schedule that a person made, and answers with what it was.',
  request: { params: oneSchedule, query: none, body: none },
  response: scheduleSchema,
  errors: ['not_found', 'conflict', 'database_unavailable'],
});
