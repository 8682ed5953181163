import { routes } from '@sherpa/api';
import { listFailures } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import { checkNames } from '../../check-names.ts';
import type { RouteDeps } from '../../deps.ts';
import { toFailureGroup } from '../../failures-to-wire.ts';

export const getFailures = ({ db, contracts }: Pick<RouteDeps, 'db' | 'contracts'>) =>
  defineHandler(routes.listFailures, async ({ query: { limit, ...filter } }, caller) => {
    const groups = await db.withTenant(await caller.tenantId(), (tx) => listFailures(tx, filter, limit));
    if (groups.length === 0) checkNames(contracts, filter);
    return { failures: groups.map(toFailureGroup) };
  });
