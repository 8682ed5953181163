import { routes } from '@sherpa/api';
import { listDeliveries } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { readPage } from '../../page.ts';
import { toFilter, toWebhook } from './to-webhook.ts';

export const getWebhooks = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.listWebhooks, async ({ query }, caller) => {
    const filter = { ...toFilter(query), cursor: query.cursor };
    const { rows, nextCursor } = await db.withTenant(await caller.tenantId(), (tx) =>
      readPage(query.limit, (limit) => listDeliveries(tx, { ...filter, limit })),
    );
    return { webhooks: rows.map(toWebhook), nextCursor };
  });
