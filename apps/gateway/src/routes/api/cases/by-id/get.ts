import { routes } from '@sherpa/api';
import { getCase } from '@sherpa/db';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { foundCase, toCase } from '../to-case.ts';

export const getCaseById = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.showCase, async ({ params }, caller) =>
    toCase(foundCase(await db.withTenant(await caller.tenantId(), (tx) => getCase(tx, params.id)))),
  );
