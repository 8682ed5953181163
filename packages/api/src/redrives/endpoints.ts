import { idSchema } from '@sherpa/core';
import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';
import { nextCursorSchema, pageQuery } from '../paging.ts';
import { newRedriveSchema, redriveSchema, redriveStartedSchema } from './redrive.ts';

const oneRedrive = z.strictObject({ id: idSchema });

export const startRedrive = defineEndpoint({
  method: 'post',
  path: '/api/redrives',
  summary: 'Puts the failed tasks that match back to work, some each second; or says which they would be.',
  request: { body: newRedriveSchema, params: none, query: none },
  response: redriveStartedSchema,
  status: 202,
  errors: ['database_unavailable'],
});

export const listRedrives = defineEndpoint({
  method: 'get',
  path: '/api/redrives',
  summary: 'Lists redrives, the newest first.',
  request: { query: z.strictObject(pageQuery), params: none, body: none },
  response: z.object({ redrives: z.array(redriveSchema), nextCursor: nextCursorSchema }),
  errors: ['database_unavailable'],
});

export const showRedrive = defineEndpoint({
  method: 'get',
  path: '/api/redrives/:id',
  summary: 'Shows one redrive with how its tasks did.',
  request: { params: oneRedrive, query: none, body: none },
  response: redriveSchema,
  errors: ['not_found', 'database_unavailable'],
});

export const stopRedrive = defineEndpoint({
  method: 'post',
  path: '/api/redrives/:id/stop',
  summary: 'Stops a redrive; what it has put back to work goes on.',
  request: { params: oneRedrive, query: none, body: none },
  response: redriveSchema,
  errors: ['not_found', 'database_unavailable'],
});
