import { routes } from '@sherpa/api';
import { scheduleKey } from '@sherpa/core';
import { resumeWorkflow } from '@sherpa/db';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { findWorkflow } from '../../find-workflow.ts';
import { toWorkflowDetails } from '../../to-workflow.ts';

export const postWorkflowResume = ({
  db,
  contracts,
  enqueue,
}: Pick<RouteDeps, 'db' | 'contracts' | 'enqueue'>) =>
  defineHandler(routes.resumeWorkflow, async ({ params: { workflow }, body: { by } }, caller) => {
    const known = findWorkflow(contracts, workflow);
    const tenantId = await caller.tenantId();
    const stored = await db.withTenant(tenantId, (tx) =>
      resumeWorkflow(tx, { tenantId, workflow, by }, known.workflow.rereads),
    );
    // Its schedule would come to it, but perhaps not for a quarter of an hour.
    const readers = (known.workflow.rereads ?? []).map(({ by: { agent, type } }) => ({
      agent,
      type,
      payload: {},
      key: scheduleKey(type),
    }));
    if (readers.length > 0) await enqueue(tenantId, readers);
    return toWorkflowDetails(known, stored);
  });
