import { routes } from '@sherpa/api';
import { fleetCounts } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';

export const getStatus = ({ db, queue }: Pick<RouteDeps, 'db' | 'queue'>) =>
  defineHandler(routes.showStatus, async (_request, caller) => {
    const counts = await db.withTenant(await caller.tenantId(), fleetCounts);
    return { ...counts, queue: { kind: queue.kind } };
  });
