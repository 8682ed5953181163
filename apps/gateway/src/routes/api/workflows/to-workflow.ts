import type { Workflow, WorkflowDetails } from '@sherpa/api';
import { jsonSchema, toProblems } from '@sherpa/core';
import type { StoredSettings } from '@sherpa/db';
import { z } from 'zod';
import type { KnownWorkflow } from './find-workflow.ts';

/** Where nobody has set anything. */
const neverSet = { settings: {}, version: 0, changedBy: null, changedAt: null, pausedAt: null } as const;

const settingsSchema = z.record(z.string(), jsonSchema);

/** A workflow as it is set, as it goes over the wire. */
export const toWorkflow = (
  { agent, workflow }: KnownWorkflow,
  stored: StoredSettings | undefined,
): Workflow => {
  const { settings: set, version, changedBy, changedAt, pausedAt } = stored ?? neverSet;
  const parsed = workflow.settings.safeParse(set);
  return {
    name: workflow.name,
    description: workflow.description,
    agent,
    settings: settingsSchema.parse(parsed.success ? parsed.data : workflow.settings.parse({})),
    set: { ...set },
    problems: parsed.success ? [] : [...toProblems(parsed.error)],
    begins: [...(workflow.begins ?? [])],
    pausedAt: pausedAt?.toISOString() ?? null,
    version,
    changedBy,
    changedAt: changedAt?.toISOString() ?? null,
  };
};

/** The same with the JSON Schema of its settings. */
export const toWorkflowDetails = (
  known: KnownWorkflow,
  stored: StoredSettings | undefined,
): WorkflowDetails => ({
  ...toWorkflow(known, stored),
  schema: settingsSchema.parse(z.toJSONSchema(known.workflow.settings, { io: 'input' })),
});
