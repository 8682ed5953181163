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
    const { made, parts, mergeId } = await retryConflicts(() =>
      db.withTenant(tenantId, async (tx) => {
        const split = await splitCustomer(tx, tenantId, request);
        return { ...split, made: await readCustomer(tx, split.id) };
      }),
    );
    return { ...toCustomer(made), parts: [...parts], mergeId };
  });
