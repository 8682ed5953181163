import { routes } from '@sherpa/api';
import { removeConnection } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { foundConnection, toConnection } from '../to-connection.ts';

export const deleteConnectionById = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.deleteConnection, async ({ params }, caller) => {
    const removed = await db.withTenant(await caller.tenantId(), (tx) => removeConnection(tx, params.id));
    return toConnection(foundConnection(removed));
  });
