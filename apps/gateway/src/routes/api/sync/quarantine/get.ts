import { routes } from '@sherpa/api';
import { listQuarantine } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { toQuarantined } from '../to-stream.ts';

export const getQuarantine = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.listQuarantine, async ({ query }, caller) => {
    const objects = await db.withTenant(await caller.tenantId(), (tx) => listQuarantine(tx, query.limit));
    return { objects: objects.map(toQuarantined) };
  });
