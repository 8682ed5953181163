import { idSchema, jsonSchema } from '@sherpa/core';
import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';
import { momentSchema, nextCursorSchema, pageQuery } from '../paging.ts';

/** A fact that an agent told. */
export const eventSchema = z.object({
  id: idSchema,
  agent: z.string(),
  type: z.string(),
  taskId: idSchema.nullable(),
  data: jsonSchema,
  createdAt: momentSchema,
});

export type AgentEvent = z.infer<typeof eventSchema>;

export const listEvents = defineEndpoint({
  method: 'get',
  path: '/api/events',
  summary: 'Lists events, the newest first.',
  request: {
    query: z.strictObject({ taskId: idSchema.optional(), type: z.string().optional(), ...pageQuery }),
    params: none,
    body: none,
  },
  response: z.object({ events: z.array(eventSchema), nextCursor: nextCursorSchema }),
  errors: ['database_unavailable'],
});
