import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';
import { pageQuery } from '../paging.ts';
import { quarantinedSchema, streamSchema } from './stream.ts';

export const listStreams = defineEndpoint({
  method: 'get',
  path: '/api/sync',
  summary: 'Lists the streams that keep the mirror of the vendors: how new each is, and what is being read.',
  request: { params: none, query: none, body: none },
  response: z.object({ streams: z.array(streamSchema) }),
  errors: ['database_unavailable'],
});

export const listQuarantine = defineEndpoint({
  method: 'get',
  path: '/api/sync/quarantine',
  summary: 'Lists objects that cannot be read or stored and are left out, the latest first.',
  request: { params: none, query: z.strictObject({ limit: pageQuery.limit }), body: none },
  response: z.object({ objects: z.array(quarantinedSchema) }),
  errors: ['database_unavailable'],
});
