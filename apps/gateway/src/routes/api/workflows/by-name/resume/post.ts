import { routes } from '@sherpa/api';
import { resumeWorkflow } from '@sherpa/db';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { findWorkflow } from '../../find-workflow.ts';
import { toWorkflowDetails } from '../../to-workflow.ts';

export const postWorkflowResume = ({ db, contracts }: Pick<RouteDeps, 'db' | 'contracts'>) =>
  defineHandler(routes.resumeWorkflow, async ({ params: { workflow }, body: { by } }, caller) => {
    const known = findWorkflow(contracts, workflow);
    const tenantId = await caller.tenantId();
    const stored = await db.withTenant(tenantId, (tx) =>
      resumeWorkflow(tx, { tenantId, workflow, by }, known.workflow.rereads),
    );
    return toWorkflowDetails(known, stored);
  });
