import { routes } from '@sherpa/api';
import { defineHandler } from '../../../../http/handler.ts';
import { toCustomer } from '../../../customers-to-wire.ts';
import type { RouteDeps } from '../../../deps.ts';
import { readCustomer } from './read.ts';

export const getCustomerById = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.showCustomer, async ({ params }, caller) =>
    toCustomer(await db.withTenant(await caller.tenantId(), (tx) => readCustomer(tx, params.id))),
  );
