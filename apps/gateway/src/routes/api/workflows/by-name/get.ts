import { routes } from '@sherpa/api';
import { readWorkflowSettings } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { findWorkflow } from '../find-workflow.ts';
import { toWorkflowDetails } from '../to-workflow.ts';

export const getWorkflowByName = ({ db, contracts }: Pick<RouteDeps, 'db' | 'contracts'>) =>
  defineHandler(routes.showWorkflow, async ({ params }, caller) => {
    const known = findWorkflow(contracts, params.workflow);
    const stored = await db.withTenant(await caller.tenantId(), (tx) =>
      readWorkflowSettings(tx, params.workflow),
    );
    return toWorkflowDetails(known, stored);
  });
