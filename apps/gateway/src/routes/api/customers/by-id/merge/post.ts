import { routes } from '@sherpa/api';
import { mergeCustomers, retryConflicts } from '@sherpa/db';
import { defineHandler } from '../../../../../http/handler.ts';
import { toCustomer } from '../../../../customers-to-wire.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { readCustomer } from '../read.ts';

export const postCustomerMerge = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.mergeCustomers, async ({ params, body: { with: others, by, reason } }, caller) => {
    const tenantId = await caller.tenantId();
    const request = { ids: [params.id, ...others], by, reason };
    const merged = await retryConflicts(() =>
      db.withTenant(tenantId, async (tx) => readCustomer(tx, await mergeCustomers(tx, tenantId, request))),
    );
    return toCustomer(merged);
  });
