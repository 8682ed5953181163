import { taskStatuses } from '@sherpa/core';
import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';

/** The whole fleet in numbers. */
export const fleetStatusSchema = z.object({
  tasks: z.record(z.enum(taskStatuses), z.int()),
  messages: z.record(z.enum(['pending', 'processed', 'failed', 'cancelled']), z.int()),
  customers: z.int(),
  events: z.int(),
  schedulesDue: z.int(),
  queue: z.object({ kind: z.enum(['redis', 'postgres']) }),
});

/** What is still to be done. */
export const liveStatusSchema = z.object({
  tasks: z.object({ pending: z.int(), in_progress: z.int(), waiting: z.int() }),
  messages: z.object({ pending: z.int() }),
  schedulesDue: z.int(),
});

export type LiveStatus = z.infer<typeof liveStatusSchema>;

export type FleetStatus = z.infer<typeof fleetStatusSchema>;

export const showStatus = defineEndpoint({
  method: 'get',
  path: '/api/status',
  summary: 'Counts tasks, messages, customers and events: all there ever were, so not for a loop.',
  request: { params: none, query: none, body: none },
  response: fleetStatusSchema,
  errors: ['database_unavailable'],
});

export const showLiveStatus = defineEndpoint({
  method: 'get',
  path: '/api/status/live',
  summary: 'Counts what is still to be done, at the cost of that alone.',
  request: { params: none, query: none, body: none },
  response: liveStatusSchema,
  errors: ['database_unavailable'],
});
