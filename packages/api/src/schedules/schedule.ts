import { idSchema, jsonSchema, missedPolicySchema, overlapPolicies } from '@sherpa/core';
import { z } from 'zod';
import { momentSchema } from '../paging.ts';

/** When work is enqueued by itself, and how far that is. */
export const scheduleSchema = z.object({
  id: idSchema,
  agent: z.string(),
  type: z.string(),
  name: z.string().describe('Tells it from others of the same task.'),
  origin: z.enum(['contract', 'api']).describe('Declared by the agent’s contract, or made by a person.'),
  cron: z.string().nullable().describe('Null for an interval.'),
  timeZone: z.string().nullable().describe('The IANA time zone that cron is read in.'),
  everyMs: z.int().nullable().describe('Null for cron.'),
  jitterMs: z.int().describe('Each tick is put off by up to this time.'),
  missed: missedPolicySchema.describe('What becomes of ticks that nobody fired in time.'),
  overlap: z.enum(overlapPolicies).describe('What a tick does while the task before is live.'),
  payload: jsonSchema,
  pausedAt: momentSchema.nullable(),
  pausedWorkflow: z
    .string()
    .nullable()
    .describe('The workflow that begins with this and is paused: no tick makes a task until it is resumed.'),
  nextRunAt: momentSchema.nullable().describe('Null while paused, and where no tick is left.'),
  lastRunAt: momentSchema.nullable(),
  lastTaskId: idSchema.nullable(),
  createdAt: momentSchema,
});

/** The same with its next runs. */
export const scheduleDetailsSchema = scheduleSchema.extend({
  preview: z.array(momentSchema).describe('The next runs, jitter included; as many as were asked for.'),
});

export type Schedule = z.infer<typeof scheduleSchema>;
export type ScheduleDetails = z.infer<typeof scheduleDetailsSchema>;
