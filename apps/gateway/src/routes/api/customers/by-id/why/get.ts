import { routes } from '@sherpa/api';
import { NotFoundError } from '@sherpa/core';
import { explainCustomer } from '@sherpa/db';
import { defineHandler } from '../../../../../http/handler.ts';
import { toExplanation } from '../../../../customers-to-wire.ts';
import type { RouteDeps } from '../../../../deps.ts';

export const getCustomerWhy = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.explainCustomer, async ({ params }, caller) => {
    const explained = await db.withTenant(await caller.tenantId(), (tx) => explainCustomer(tx, params.id));
    if (explained === undefined) throw new NotFoundError('There is no such customer.');
    return toExplanation(explained);
  });
