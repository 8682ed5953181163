import { jsonSchema } from '@sherpa/core';
import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';

export const showHome = defineEndpoint({
  method: 'get',
  path: '/',
  summary: 'A page that says where to look.',
  request: { params: none, query: none, body: none },
  response: z.string(),
  contentType: 'text/html',
  errors: [],
});

export const showOpenApi = defineEndpoint({
  method: 'get',
  path: '/openapi.json',
  summary: 'This API as an OpenAPI 3.1 document.',
  request: { params: none, query: none, body: none },
  response: z.record(z.string(), jsonSchema),
  errors: [],
});

export const showLiveness = defineEndpoint({
  method: 'get',
  path: '/health/live',
  summary: 'Answers while the process runs.',
  request: { params: none, query: none, body: none },
  response: z.object({ status: z.literal('ok') }),
  errors: [],
  open: true,
});

export const showReadiness = defineEndpoint({
  method: 'get',
  path: '/health/ready',
  summary: 'Answers 200 while Postgres and the queue answer.',
  request: { params: none, query: none, body: none },
  response: z.object({ status: z.literal('ok') }),
  errors: ['database_unavailable', 'queue_unavailable'],
  open: true,
});

export const showMetrics = defineEndpoint({
  method: 'get',
  path: '/metrics',
  summary: 'Metrics in the text format of Prometheus.',
  request: { params: none, query: none, body: none },
  response: z.string(),
  contentType: 'text/plain',
  errors: [],
});
