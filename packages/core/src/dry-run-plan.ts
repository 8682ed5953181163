import { z } from 'zod';
import { jsonSchema } from './json.ts';

const caseStatusSchema = z.enum(['open', 'held', 'closed']);

const workSchema = z.object({ agent: z.string(), type: z.string(), payload: jsonSchema });

/** What would become of a case. */
const plannedCaseSchema = z.object({
  workflow: z.string(),
  key: z.string(),
  was: caseStatusSchema.nullable().describe('Null where there was none.'),
  becomes: caseStatusSchema,
  reason: z.string().nullable().describe('Why it would be held, or how it would end.'),
});

/** What a task would do: the result of a dry run. What versions before this one left has no result and no cases. */
export const dryRunPlanSchema = z.object({
  effects: z
    .array(z.object({ name: z.string(), vendor: z.string(), key: z.string().nullable(), intent: jsonSchema }))
    .describe('Writes to vendors, in their order.'),
  messages: z.array(workSchema),
  tasks: z.array(workSchema),
  events: z.array(z.object({ type: z.string(), data: jsonSchema })),
  approvals: z
    .array(z.object({ title: z.string(), detail: jsonSchema, askedOf: z.array(z.string()).readonly() }))
    .describe('People who would be asked; it goes on as if they had said yes.'),
  cases: z.array(plannedCaseSchema).default([]),
  state: z.record(z.string(), jsonSchema),
  waits: z.array(z.string()).describe('What it would wait for.'),
  notes: z.array(z.string()).default([]).describe('What it says of itself in the log.'),
  result: jsonSchema.default(null).describe('What the task would answer.'),
  nothing: z
    .string()
    .nullable()
    .default(null)
    .describe(
      'In words that nothing would be done, and why where that is known; null where something would.',
    ),
  stopped: z.string().nullable().describe('Why the rest cannot be told; null where this is all.'),
});

export type DryRunPlan = z.output<typeof dryRunPlanSchema>;
export type PlannedCase = z.output<typeof plannedCaseSchema>;
