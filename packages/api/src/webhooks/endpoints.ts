import { idSchema } from '@sherpa/core';
import { z } from 'zod';
import { connectionSchema } from '../connections/connection.ts';
import { defineEndpoint, none } from '../endpoint.ts';
import { momentSchema, nextCursorSchema, pageQuery } from '../paging.ts';
import {
  handshakeSchema,
  replayedSchema,
  replaySchema,
  webhookCountsSchema,
  webhookDetailsSchema,
  webhookFilter,
  webhookSchema,
} from './webhook.ts';

export const listWebhooks = defineEndpoint({
  method: 'get',
  path: '/api/webhooks',
  summary: 'Lists events that vendors delivered, the newest first.',
  request: { query: z.strictObject({ ...webhookFilter, ...pageQuery }), params: none, body: none },
  response: z.object({ webhooks: z.array(webhookSchema), nextCursor: nextCursorSchema }),
  errors: ['database_unavailable'],
});

export const countWebhooks = defineEndpoint({
  method: 'get',
  path: '/api/webhooks/counts',
  summary: 'Counts events by what became of them, since a day ago or since then, and refused deliveries.',
  request: { query: z.strictObject({ since: momentSchema.optional() }), params: none, body: none },
  response: webhookCountsSchema,
  errors: ['database_unavailable'],
});

export const showWebhook = defineEndpoint({
  method: 'get',
  path: '/api/webhooks/:id',
  summary: 'Shows one event with what it said.',
  request: { params: z.strictObject({ id: idSchema }), query: none, body: none },
  response: webhookDetailsSchema,
  errors: ['not_found', 'database_unavailable'],
});

export const replayWebhooks = defineEndpoint({
  method: 'post',
  path: '/api/webhooks/replay',
  summary:
    'Asks the vendor again for the objects of events that came, up to 5,000 events at a time, the oldest first.',
  request: { body: replaySchema, params: none, query: none },
  response: replayedSchema,
  errors: ['not_found', 'conflict', 'database_unavailable'],
});

export const listHandshakes = defineEndpoint({
  method: 'get',
  path: '/api/connections/:id/handshakes',
  summary: 'Lists tokens that came unsigned and wait for somebody to confirm one, the newest first.',
  request: { params: z.strictObject({ id: idSchema }), query: none, body: none },
  response: z.object({ handshakes: z.array(handshakeSchema) }),
  errors: ['not_found', 'config_invalid', 'database_unavailable'],
});

export const confirmHandshake = defineEndpoint({
  method: 'post',
  path: '/api/connections/:id/handshakes/:handshakeId/confirm',
  summary: 'Makes a token the newest secret that signs webhooks, and forgets the others that wait.',
  request: { params: z.strictObject({ id: idSchema, handshakeId: idSchema }), query: none, body: none },
  response: connectionSchema,
  errors: ['not_found', 'config_invalid', 'database_unavailable'],
});
