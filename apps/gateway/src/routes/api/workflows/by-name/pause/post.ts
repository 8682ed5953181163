import { routes } from '@sherpa/api';
import { ValidationError } from '@sherpa/core';
import { pauseWorkflow } from '@sherpa/db';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { findWorkflow, type KnownWorkflow } from '../../find-workflow.ts';
import { toWorkflowDetails } from '../../to-workflow.ts';

const assertPausable = ({ workflow: { name, begins = [] } }: KnownWorkflow): void => {
  if (begins.length === 0)
    throw new ValidationError(`${name} cannot be paused: it begins only with what people ask for.`);
};

export const postWorkflowPause = ({ db, contracts }: Pick<RouteDeps, 'db' | 'contracts'>) =>
  defineHandler(routes.pauseWorkflow, async ({ params: { workflow }, body: { by } }, caller) => {
    const known = findWorkflow(contracts, workflow);
    assertPausable(known);
    const tenantId = await caller.tenantId();
    const stored = await db.withTenant(tenantId, (tx) => pauseWorkflow(tx, { tenantId, workflow, by }));
    return toWorkflowDetails(known, stored);
  });
