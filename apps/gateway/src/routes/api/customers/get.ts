import { routes } from '@sherpa/api';
import { findCustomerByKey, listCustomers } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import { toCustomer } from '../../customers-to-wire.ts';
import type { RouteDeps } from '../../deps.ts';
import { readPage } from '../../page.ts';

export const getCustomers = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.listCustomers, async ({ query: { key, drift, ...filter } }, caller) => {
    const tenantId = await caller.tenantId();
    if (key !== undefined) {
      const found = await db.withTenant(tenantId, (tx) => findCustomerByKey(tx, key));
      return { customers: found === undefined ? [] : [toCustomer(found)], nextCursor: null };
    }
    const { rows, nextCursor } = await db.withTenant(tenantId, (tx) =>
      readPage(filter.limit, (limit) => listCustomers(tx, { ...filter, limit, hasDrift: drift === 'true' })),
    );
    // What is searched comes by how well it matches, so there is no next after an id.
    return { customers: rows.map(toCustomer), nextCursor: filter.query === undefined ? nextCursor : null };
  });
