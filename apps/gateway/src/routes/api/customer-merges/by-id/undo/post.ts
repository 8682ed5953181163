import { routes } from '@sherpa/api';
import { retryConflicts, undoMerge } from '@sherpa/db';
import { defineHandler } from '../../../../../http/handler.ts';
import { toCustomer } from '../../../../customers-to-wire.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { readCustomer } from '../../../customers/by-id/read.ts';

export const postCustomerMergeUndo = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.undoCustomerMerge, async ({ params, body }, caller) => {
    const tenantId = await caller.tenantId();
    const request = { ...body, eventId: params.id };
    const back = await retryConflicts(() =>
      db.withTenant(tenantId, async (tx) => readCustomer(tx, await undoMerge(tx, tenantId, request))),
    );
    return toCustomer(back);
  });
