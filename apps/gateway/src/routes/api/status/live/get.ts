import { routes } from '@sherpa/api';
import { liveCounts } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';

export const getLiveStatus = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.showLiveStatus, async (_request, caller) =>
    db.withTenant(await caller.tenantId(), liveCounts),
  );
