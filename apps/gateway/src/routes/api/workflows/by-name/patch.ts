import { routes } from '@sherpa/api';
import { ConflictError, toProblems, ValidationError, type Json, type WorkflowDefinition } from '@sherpa/core';
import { readWorkflowSettings, saveWorkflowSettings } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { z } from 'zod';
import { findWorkflow } from '../find-workflow.ts';
import { toWorkflowDetails } from '../to-workflow.ts';

type Settings = Readonly<Record<string, Json>>;

const settingsSchema = z.record(z.string(), z.unknown());

const changed = (before: Settings, set: Settings, unset: readonly string[]): Settings => {
  const dropped = new Set(unset);
  return Object.fromEntries(Object.entries({ ...before, ...set }).filter(([name]) => !dropped.has(name)));
};

const checkUnset = ({ settings }: WorkflowDefinition, unset: readonly string[]): void => {
  const known = Object.keys(settingsSchema.parse(settings.parse({})));
  const unknown = unset.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new ValidationError('The workflow has no such setting.', {
    details: {
      problems: unknown.map((field) => ({ field, problem: `is unknown; one of: ${known.join(', ')}` })),
    },
  });
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
      // What an upgrade has left behind may be taken away.
      checkUnset(
        known.workflow,
        body.unset.filter((name) => !Object.hasOwn(before?.settings ?? {}, name)),
      );
      const { workflow } = params;
      const version = before?.version ?? 0;
      return saveWorkflowSettings(tx, { tenantId, workflow, settings, changedBy: body.by, version });
    });
    if (saved === undefined) throw new ConflictError('Somebody else has changed it at the same moment.');
    return toWorkflowDetails(known, saved);
  });
