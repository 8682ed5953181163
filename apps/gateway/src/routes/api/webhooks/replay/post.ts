import { routes } from '@sherpa/api';
import { ConflictError } from '@sherpa/core';
import { assignDeliveries, findReplayable, getConnection } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import { enqueueRefreshes } from '../../../../webhooks/enqueue-refreshes.ts';
import { takesRefreshes } from '../../../../webhooks/refresh-task.ts';
import type { RouteDeps } from '../../../deps.ts';
import { foundConnection } from '../../connections/to-connection.ts';
import { toFilter } from '../to-webhook.ts';

/** One transaction's worth; who has more goes on with the cursor. */
const EVENTS = 5_000;

export const postWebhookReplay = ({
  db,
  contracts,
  enqueueIn,
}: Pick<RouteDeps, 'db' | 'contracts' | 'enqueueIn'>) =>
  defineHandler(routes.replayWebhooks, async ({ body }, caller) => {
    const tenantId = await caller.tenantId();
    const { dispatch, ...replayed } = await db.withTenant(tenantId, async (tx) => {
      const { vendor } = foundConnection(await getConnection(tx, body.connectionId));
      if (!takesRefreshes(contracts, vendor))
        throw new ConflictError('No agent keeps the objects of this vendor.');
      const found = await findReplayable(tx, { ...toFilter(body), cursor: body.cursor, limit: EVENTS });
      const wishes = found.map((delivery) => ({ ...delivery, tenantId, reason: 'replay' }));
      const { taskIds, tasks, dispatch: add } = await enqueueRefreshes(tx, enqueueIn, wishes);
      await assignDeliveries(
        tx,
        [...taskIds].map(([id, taskId]) => ({ id, taskId })),
      );
      const nextCursor = found.length < EVENTS ? null : (found.at(-1)?.id ?? null);
      return { events: found.length, tasks, nextCursor, dispatch: add };
    });
    await dispatch();
    return replayed;
  });
