import { routes } from '@sherpa/api';
import { listRedrives } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { toRedrive } from '../../failures-to-wire.ts';
import { readPage } from '../../page.ts';

export const getRedrives = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.listRedrives, async ({ query }, caller) => {
    const { rows, nextCursor } = await db.withTenant(await caller.tenantId(), (tx) =>
      readPage(query.limit, (limit) => listRedrives(tx, { ...query, limit })),
    );
    return { redrives: rows.map(toRedrive), nextCursor };
  });
