import { routes } from '@sherpa/api';
import { previewForgetting } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';

export const postForgetPreview = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.previewForgetting, async ({ body }, caller) => {
    const tenantId = await caller.tenantId();
    const whom = await db.withTenant(tenantId, (tx) => previewForgetting(tx, tenantId, body));
    return { customers: whom.customerIds.length, objects: { ...whom.objects } };
  });
