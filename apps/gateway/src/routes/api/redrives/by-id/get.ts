import { routes } from '@sherpa/api';
import { NotFoundError } from '@sherpa/core';
import { getRedrive } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { toRedrive } from '../../../failures-to-wire.ts';

export const getRedriveById = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.showRedrive, async ({ params }, caller) => {
    const redrive = await db.withTenant(await caller.tenantId(), (tx) => getRedrive(tx, params.id));
    if (redrive === undefined) throw new NotFoundError('There is no such redrive.');
    return toRedrive(redrive);
  });
