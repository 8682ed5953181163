import { routes } from '@sherpa/api';
import { listWorkflowSettings } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { workflowsOf } from './find-workflow.ts';
import { toWorkflow } from './to-workflow.ts';

export const getWorkflows = ({ db, contracts }: Pick<RouteDeps, 'db' | 'contracts'>) =>
  defineHandler(routes.listWorkflows, async (_request, caller) => {
    const stored = await db.withTenant(await caller.tenantId(), listWorkflowSettings);
    const byName = new Map(stored.map((one) => [one.workflow, one]));
    return {
      workflows: workflowsOf(contracts).map((known) => toWorkflow(known, byName.get(known.workflow.name))),
    };
  });
