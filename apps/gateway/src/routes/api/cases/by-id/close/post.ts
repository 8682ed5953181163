import { routes } from '@sherpa/api';
import { ConflictError } from '@sherpa/core';
import { endCase, getCase } from '@sherpa/db';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { foundCase, toCase } from '../../to-case.ts';

export const postCaseClose = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.closeCase, async ({ params, body }, caller) => {
    const ended = await db.withTenant(await caller.tenantId(), async (tx) => {
      foundCase(await getCase(tx, params.id));
      return endCase(tx, params.id, `${body.reason} (${body.by})`);
    });
    if (ended === undefined) throw new ConflictError('The case is closed already.');
    return toCase(ended);
  });
