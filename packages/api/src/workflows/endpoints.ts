import { idSchema } from '@sherpa/core';
import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';
import { nextCursorSchema, pageQuery } from '../paging.ts';
import { enqueuedSchema } from '../tasks/enqueue.ts';
import { caseEndSchema, caseGroupSchema, caseSchema, caseStatuses } from './case.ts';
import { pauseSchema, settingsChangeSchema, workflowDetailsSchema, workflowSchema } from './workflow.ts';

const oneWorkflow = z.strictObject({ workflow: z.string() });
const oneCase = z.strictObject({ id: idSchema });

export const listWorkflows = defineEndpoint({
  method: 'get',
  path: '/api/workflows',
  summary: 'Lists the workflows and how they are set.',
  request: { params: none, query: none, body: none },
  response: z.object({ workflows: z.array(workflowSchema) }),
  errors: ['database_unavailable'],
});

export const showWorkflow = defineEndpoint({
  method: 'get',
  path: '/api/workflows/:workflow',
  summary: 'Shows one workflow with the schema of its settings.',
  request: { params: oneWorkflow, query: none, body: none },
  response: workflowDetailsSchema,
  errors: ['not_found', 'database_unavailable'],
});

export const changeWorkflow = defineEndpoint({
  method: 'patch',
  path: '/api/workflows/:workflow',
  summary: 'Changes settings; tasks go by them from their next attempt on.',
  request: { params: oneWorkflow, query: none, body: settingsChangeSchema },
  response: workflowDetailsSchema,
  errors: ['not_found', 'conflict', 'database_unavailable'],
});

export const pauseWorkflow = defineEndpoint({
  method: 'post',
  path: '/api/workflows/:workflow/pause',
  summary: 'Has a workflow begin nothing new; what it has begun goes on to its end.',
  request: { params: oneWorkflow, query: none, body: pauseSchema },
  response: workflowDetailsSchema,
  errors: ['not_found', 'database_unavailable'],
});

export const resumeWorkflow = defineEndpoint({
  method: 'post',
  path: '/api/workflows/:workflow/resume',
  summary: 'Has it begin again, with what happens from now on.',
  request: { params: oneWorkflow, query: none, body: pauseSchema },
  response: workflowDetailsSchema,
  errors: ['not_found', 'database_unavailable'],
});

export const listCases = defineEndpoint({
  method: 'get',
  path: '/api/cases',
  summary: 'Lists what workflows see to, the newest first.',
  request: {
    query: z.strictObject({
      workflow: z.string().optional(),
      status: z
        .enum([...caseStatuses, 'live'])
        .optional()
        .describe('`live` is open or held.'),
      like: idSchema.optional().describe('Those of the same workflow, status and reason as this one.'),
      ...pageQuery,
    }),
    params: none,
    body: none,
  },
  response: z.object({ cases: z.array(caseSchema), nextCursor: nextCursorSchema }),
  errors: ['not_found', 'database_unavailable'],
});

export const listCaseGroups = defineEndpoint({
  method: 'get',
  path: '/api/cases/groups',
  summary: 'Counts open and held cases by workflow, status and reason; what came last first.',
  request: {
    query: z.strictObject({
      workflow: z.string().optional(),
      status: caseGroupSchema.shape.status.optional(),
      ...pageQuery,
    }),
    params: none,
    body: none,
  },
  response: z.object({ groups: z.array(caseGroupSchema), nextCursor: nextCursorSchema }),
  errors: ['database_unavailable'],
});

export const showCase = defineEndpoint({
  method: 'get',
  path: '/api/cases/:id',
  summary: 'Shows one case.',
  request: { params: oneCase, query: none, body: none },
  response: caseSchema,
  errors: ['not_found', 'database_unavailable'],
});

export const releaseCase = defineEndpoint({
  method: 'post',
  path: '/api/cases/:id/release',
  summary: 'Runs the task that held it once more; for when what it lacked is there.',
  request: { params: oneCase, query: none, body: none },
  response: enqueuedSchema,
  status: 202,
  errors: ['not_found', 'conflict', 'database_unavailable'],
});

export const closeCase = defineEndpoint({
  method: 'post',
  path: '/api/cases/:id/close',
  summary: 'Ends a case by hand; what was made for it stays.',
  request: { params: oneCase, query: none, body: caseEndSchema },
  response: caseSchema,
  errors: ['not_found', 'conflict', 'database_unavailable'],
});
