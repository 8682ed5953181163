import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';
import { pageQuery } from '../paging.ts';
import { failureFilter, failureGroupSchema } from './failure.ts';

export const listFailures = defineEndpoint({
  method: 'get',
  path: '/api/failures',
  summary: 'Groups failed tasks by what went wrong, the most frequent first.',
  request: {
    query: z.strictObject({ ...failureFilter, limit: pageQuery.limit }),
    params: none,
    body: none,
  },
  response: z.object({ failures: z.array(failureGroupSchema) }),
  errors: ['database_unavailable'],
});
