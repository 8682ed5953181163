import { routes } from '@sherpa/api';
import { NotFoundError } from '@sherpa/core';
import { getApproval } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { toApproval } from '../../../to-wire.ts';

export const getApprovalById = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.showApproval, async ({ params }, caller) => {
    const approval = await db.withTenant(await caller.tenantId(), (tx) => getApproval(tx, params.id));
    if (approval === undefined) throw new NotFoundError('There is no such approval.');
    return toApproval(approval);
  });
