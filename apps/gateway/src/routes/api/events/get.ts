import { routes } from '@sherpa/api';
import { listEvents } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { readPage } from '../../page.ts';
import { toEvent } from '../../to-wire.ts';

export const getEvents = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.listEvents, async ({ query }, caller) => {
    const { rows, nextCursor } = await db.withTenant(await caller.tenantId(), (tx) =>
      readPage(query.limit, (limit) => listEvents(tx, { ...query, limit })),
    );
    return { events: rows.map(toEvent), nextCursor };
  });
