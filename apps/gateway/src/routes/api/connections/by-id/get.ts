import { routes } from '@sherpa/api';
import { getConnection } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { foundConnection, toConnection } from '../to-connection.ts';

export const getConnectionById = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.showConnection, async ({ params }, caller) => {
    const found = await db.withTenant(await caller.tenantId(), (tx) => getConnection(tx, params.id));
    return toConnection(foundConnection(found));
  });
