import { idSchema, jsonSchema } from '@sherpa/core';
import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';
import { momentSchema, nextCursorSchema, pageQuery } from '../paging.ts';

const approvalStatuses = ['pending', 'approved', 'rejected', 'expired', 'cancelled'] as const;

/** A question to people that a task waits for. */
export const approvalSchema = z.object({
  id: idSchema,
  taskId: idSchema.describe('The task that waits for it.'),
  agent: z.string(),
  name: z.string(),
  title: z.string(),
  detail: jsonSchema,
  askedOf: z.array(z.string()),
  status: z.enum(approvalStatuses).describe('`cancelled` with its task.'),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  expiresAt: momentSchema.nullable().describe('The task goes on without an answer then.'),
  escalateAt: momentSchema.nullable(),
  escalateTo: z.array(z.string()).describe('Whom to ask as well after that.'),
  escalatedAt: momentSchema.nullable(),
  createdAt: momentSchema,
  decidedAt: momentSchema.nullable(),
});

export type Approval = z.infer<typeof approvalSchema>;

const MAX_BY = 200;
const MAX_REASON = 2_000;

/** Who decides, and why. */
export const decisionSchema = z.strictObject({
  by: z.string().min(1).max(MAX_BY).describe('Who decides; kept with the decision.'),
  reason: z.string().max(MAX_REASON).nullable().default(null),
});

export type Decision = z.input<typeof decisionSchema>;

const oneApproval = z.strictObject({ id: idSchema });

export const listApprovals = defineEndpoint({
  method: 'get',
  path: '/api/approvals',
  summary: 'Lists approvals, the newest first.',
  request: {
    query: z.strictObject({ status: z.enum(approvalStatuses).optional(), ...pageQuery }),
    params: none,
    body: none,
  },
  response: z.object({ approvals: z.array(approvalSchema), nextCursor: nextCursorSchema }),
  errors: ['database_unavailable'],
});

export const showApproval = defineEndpoint({
  method: 'get',
  path: '/api/approvals/:id',
  summary: 'Shows one approval.',
  request: { params: oneApproval, query: none, body: none },
  response: approvalSchema,
  errors: ['not_found', 'database_unavailable'],
});

export const approveApproval = defineEndpoint({
  method: 'post',
  path: '/api/approvals/:id/approve',
  summary: 'Says yes; the task goes on.',
  request: { params: oneApproval, query: none, body: decisionSchema },
  response: approvalSchema,
  errors: ['not_found', 'conflict', 'database_unavailable'],
});

export const rejectApproval = defineEndpoint({
  method: 'post',
  path: '/api/approvals/:id/reject',
  summary: 'Says no; the task goes on with that answer.',
  request: { params: oneApproval, query: none, body: decisionSchema },
  response: approvalSchema,
  errors: ['not_found', 'conflict', 'database_unavailable'],
});
