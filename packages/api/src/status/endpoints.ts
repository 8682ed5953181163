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

export type FleetStatus = z.infer<typeof fleetStatusSchema>;

export const showStatus = defineEndpoint({
  method: 'get',
  path: '/api/status',
  summary: 'Counts tasks, messages, customers and events.',
  request: { params: none, query: none, body: none },
  response: fleetStatusSchema,
  errors: ['database_unavailable'],
});
