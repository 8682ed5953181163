import { jsonSchema } from '@sherpa/core';
import { z } from 'zod';
import { momentSchema } from '../paging.ts';

const queueCountsSchema = z.object({
  waiting: z.int(),
  active: z.int(),
  delayed: z.int(),
  failed: z.int(),
  completed: z.int(),
});

/** How an agent is doing, over its last finished tasks. */
export const agentHealthSchema = z.object({
  agent: z.string(),
  description: z.string(),
  processes: z.int().describe('Worker processes that are alive.'),
  lastActiveAt: momentSchema.nullable(),
  completed: z.int(),
  failed: z.int(),
  successRate: z.number().min(0).max(1).nullable().describe('Null until a task has finished.'),
  meanDurationMs: z.number().nullable(),
  pending: z.int(),
  running: z.int(),
  queue: queueCountsSchema.nullable().describe('Null while the queue does not answer.'),
});

/** A JSON Schema document. */
const schemaDocument = z.record(z.string(), jsonSchema);

const workSchema = z.object({
  type: z.string(),
  kind: z.enum(['task', 'message']),
  description: z.string(),
  payload: schemaDocument.describe('JSON Schema of what a sender writes.'),
  result: schemaDocument.nullable().describe('JSON Schema of what it gives; null for a message.'),
  priority: z.int(),
  timeoutMs: z.int(),
  attempts: z.int(),
});

/** What an agent accepts, in words and as JSON Schema. */
export const agentContractSchema = z.object({
  agent: z.string(),
  description: z.string(),
  work: z.array(workSchema),
  events: z.array(z.string()),
});

export type AgentHealth = z.infer<typeof agentHealthSchema>;
export type AgentContract = z.infer<typeof agentContractSchema>;
