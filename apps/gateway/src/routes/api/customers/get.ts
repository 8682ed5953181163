import { routes } from '@sherpa/api';
import { ValidationError } from '@sherpa/core';
import { findCustomerByKey, listCustomers, type CustomerFilter } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import { checkSubscriptionStatus } from '../../check-names.ts';
import { toCustomer } from '../../customers-to-wire.ts';
import type { RouteDeps } from '../../deps.ts';
import { readPage } from '../../page.ts';

type Query = Parameters<Parameters<typeof defineHandler<typeof routes.listCustomers>>[1]>[0]['query'];

const PAST_DUE = ['past_due', 'unpaid'];

const statusesOf = ({
  status,
  pastDue,
}: Pick<Query, 'status' | 'pastDue'>): readonly string[] | undefined => {
  if (pastDue === undefined) return status === undefined ? undefined : [status];
  return status === undefined ? PAST_DUE : PAST_DUE.filter((one) => one === status);
};

/** A search is by how well words match; it is not narrowed by fields. */
const toFilter = ({ drift, status, pastDue, ...filter }: Omit<Query, 'key'>): CustomerFilter => {
  const statuses = statusesOf({ status, pastDue });
  const narrowing = [drift, statuses, filter.kind, filter.stage, filter.owner];
  if (filter.query !== undefined && narrowing.some((one) => one !== undefined))
    throw new ValidationError('Either search for words or filter by fields.');
  return { ...filter, statuses, hasDrift: drift === 'true' };
};

export const getCustomers = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.listCustomers, async ({ query: { key, ...query } }, caller) => {
    const filter = toFilter(query);
    const tenantId = await caller.tenantId();
    if (key !== undefined) {
      const found = await db.withTenant(tenantId, (tx) => findCustomerByKey(tx, key));
      return { customers: found === undefined ? [] : [toCustomer(found)], nextCursor: null };
    }
    const { rows, nextCursor } = await db.withTenant(tenantId, (tx) =>
      readPage(filter.limit, (limit) => listCustomers(tx, { ...filter, limit })),
    );
    if (rows.length === 0) checkSubscriptionStatus(query.status);
    // What is searched comes by how well it matches, so there is no next after an id.
    return { customers: rows.map(toCustomer), nextCursor: filter.query === undefined ? nextCursor : null };
  });
