import { routes } from '@sherpa/api';
import { retryConflicts, sendSignal } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';

export const postSignal = ({ db, dispatch }: Pick<RouteDeps, 'db' | 'dispatch'>) =>
  defineHandler(routes.sendSignal, async ({ body }, caller) => {
    const tenantId = await caller.tenantId();
    const { id, woken, staged } = await retryConflicts(() =>
      db.withTenant(tenantId, (tx) => sendSignal(tx, { tenantId, ...body })),
    );
    await dispatch(staged);
    return { id, woken };
  });
