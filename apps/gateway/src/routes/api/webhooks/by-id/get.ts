import { routes } from '@sherpa/api';
import { NotFoundError } from '@sherpa/core';
import { getDelivery } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { toWebhook } from '../to-webhook.ts';

export const getWebhookById = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.showWebhook, async ({ params }, caller) => {
    const found = await db.withTenant(await caller.tenantId(), (tx) => getDelivery(tx, params.id));
    if (found === undefined) throw new NotFoundError('There is no such webhook.');
    const { payload, ...delivery } = found;
    return { ...toWebhook(delivery), payload };
  });
