import { routes } from '@sherpa/api';
import { listConnections } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { readPage } from '../../page.ts';
import { toConnection } from './to-connection.ts';

export const getConnections = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.listConnections, async ({ query }, caller) => {
    const { rows, nextCursor } = await db.withTenant(await caller.tenantId(), (tx) =>
      readPage(query.limit, (limit) => listConnections(tx, { ...query, limit })),
    );
    return { connections: rows.map(toConnection), nextCursor };
  });
