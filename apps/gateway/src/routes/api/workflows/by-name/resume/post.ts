import { routes } from '@sherpa/api';
import { lookAgain, readWorkflowSettings, resumeWorkflow } from '@sherpa/db';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { findWorkflow } from '../../find-workflow.ts';
import { toWorkflowDetails } from '../../to-workflow.ts';

export const postWorkflowResume = ({ db, contracts }: Pick<RouteDeps, 'db' | 'contracts'>) =>
  defineHandler(routes.resumeWorkflow, async ({ params: { workflow }, body: { by } }, caller) => {
    const known = findWorkflow(contracts, workflow);
    const tenantId = await caller.tenantId();
    const stored = await db.withTenant(tenantId, async (tx) => {
      const before = await readWorkflowSettings(tx, workflow);
      const resumed = await resumeWorkflow(tx, { tenantId, workflow, by });
      // What is still open was told to nobody meanwhile, and perhaps will never change again.
      if (before?.pausedAt) for (const one of known.workflow.rereads ?? []) await lookAgain(tx, one);
      return resumed;
    });
    return toWorkflowDetails(known, stored);
  });
