import { routes } from '@sherpa/api';
import { ConflictError, toProblems, ValidationError, type Json, type WorkflowDefinition } from '@sherpa/core';
import { readWorkflowSettings, saveWorkflowSettings } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { findWorkflow } from '../find-workflow.ts';
import { toWorkflowDetails } from '../to-workflow.ts';

type Settings = Readonly<Record<string, Json>>;

const changed = (before: Settings, set: Settings, unset: readonly string[]): Settings => {
  const dropped = new Set(unset);
  return Object.fromEntries(Object.entries({ ...before, ...set }).filter(([name]) => !dropped.has(name)));
};

const check = ({ settings }: WorkflowDefinition, wanted: Settings): void => {
  const parsed = settings.safeParse(wanted);
  if (parsed.success) return;
  throw new ValidationError('The workflow cannot be set like that.', {
    details: { problems: toProblems(parsed.error) },
  });
};

export const patchWorkflowByName = ({ db, contracts }: Pick<RouteDeps, 'db' | 'contracts'>) =>
  defineHandler(routes.changeWorkflow, async ({ params, body }, caller) => {
    const known = findWorkflow(contracts, params.workflow);
    const tenantId = await caller.tenantId();
    const saved = await db.withTenant(tenantId, async (tx) => {
      const before = await readWorkflowSettings(tx, params.workflow);
      const settings = changed(before?.settings ?? {}, body.set, body.unset);
      check(known.workflow, settings);
      const { workflow } = params;
      const version = before?.version ?? 0;
      return saveWorkflowSettings(tx, { tenantId, workflow, settings, changedBy: body.by, version });
    });
    if (saved === undefined) throw new ConflictError('Somebody else has changed it at the same moment.');
    return toWorkflowDetails(known, saved);
  });
