import { routes } from '@sherpa/api';
import { listFailures } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { toFailureGroup } from '../../failures-to-wire.ts';

export const getFailures = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.listFailures, async ({ query: { limit, ...filter } }, caller) => {
    const groups = await db.withTenant(await caller.tenantId(), (tx) => listFailures(tx, filter, limit));
    return { failures: groups.map(toFailureGroup) };
  });
