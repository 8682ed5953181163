import { routes } from '@sherpa/api';
import { NotFoundError } from '@sherpa/core';
import { getCustomer } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { toCustomer } from '../../../to-wire.ts';

export const getCustomerById = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.showCustomer, async ({ params }, caller) => {
    const customer = await db.withTenant(await caller.tenantId(), (tx) => getCustomer(tx, params.id));
    if (customer === undefined) throw new NotFoundError('There is no such customer.');
    return toCustomer(customer);
  });
