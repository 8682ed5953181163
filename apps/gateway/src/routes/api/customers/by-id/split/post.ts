import { routes } from '@sherpa/api';
import { retryConflicts, splitCustomer } from '@sherpa/db';
import { defineHandler } from '../../../../../http/handler.ts';
import { toCustomer } from '../../../../customers-to-wire.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { readCustomer } from '../read.ts';

export const postCustomerSplit = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.splitCustomer, async ({ params, body: { objects, by, reason } }, caller) => {
    const tenantId = await caller.tenantId();
    const request = { id: params.id, nodes: objects, by, reason };
    const made = await retryConflicts(() =>
      db.withTenant(tenantId, async (tx) => readCustomer(tx, await splitCustomer(tx, tenantId, request))),
    );
    return toCustomer(made);
  });
