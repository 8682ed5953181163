import { jsonSchema } from '@sherpa/core';
import { z } from 'zod';
import { momentSchema } from '../paging.ts';

const settingsSchema = z.record(z.string(), jsonSchema);

/** A workflow and how this tenant has set it. */
export const workflowSchema = z.object({
  name: z.string(),
  description: z.string(),
  agent: z.string().describe('With which agent it begins.'),
  settings: settingsSchema.describe('What it goes by: what is set, and the defaults of all else.'),
  set: settingsSchema.describe('What somebody has set.'),
  problems: z
    .array(z.object({ field: z.string(), problem: z.string() }))
    .describe('Why what is set does not fit any more; its tasks fail until that is mended.'),
  begins: z
    .array(z.string())
    .describe(
      'What it begins with of its own accord; a pause holds these back. Empty: only people begin it.',
    ),
  pausedAt: momentSchema.nullable().describe('Since when it begins nothing new; null where it is at work.'),
  version: z.int().describe('Raised by every change; 0 where nothing was ever set.'),
  changedBy: z.string().nullable(),
  changedAt: momentSchema.nullable(),
});

export type Workflow = z.infer<typeof workflowSchema>;

/** One workflow with the JSON Schema of its settings. */
export const workflowDetailsSchema = workflowSchema.extend({ schema: settingsSchema });

export type WorkflowDetails = z.infer<typeof workflowDetailsSchema>;

const MAX_BY = 200;

export const settingsChangeSchema = z.strictObject({
  set: settingsSchema.default({}).describe('Settings by name; what is not named stays.'),
  unset: z.array(z.string()).default([]).describe('Settings that have their default again.'),
  by: z.string().min(1).max(MAX_BY).describe('Who changes it; kept with the change.'),
});

export const pauseSchema = settingsChangeSchema.pick({ by: true });

export type SettingsChange = z.input<typeof settingsChangeSchema>;
