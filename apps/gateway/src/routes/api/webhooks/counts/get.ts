import { routes } from '@sherpa/api';
import { countDeliveries, listRefusals } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';

const ONE_DAY_MS = 86_400_000;

export const getWebhookCounts = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.countWebhooks, async ({ query }, caller) => {
    const since = query.since === undefined ? new Date(Date.now() - ONE_DAY_MS) : new Date(query.since);
    return db.withTenant(await caller.tenantId(), async (tx) => {
      const counts = await countDeliveries(tx, since);
      const refused = await listRefusals(tx);
      return {
        since: since.toISOString(),
        counts: counts.map(({ lastAt, ...count }) => ({ ...count, lastAt: lastAt.toISOString() })),
        refused: refused.map(({ firstAt, lastAt, ...refusal }) => ({
          ...refusal,
          firstAt: firstAt.toISOString(),
          lastAt: lastAt.toISOString(),
        })),
      };
    });
  });
