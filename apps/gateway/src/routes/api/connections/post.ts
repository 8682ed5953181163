import { routes } from '@sherpa/api';
import { credentialsSchema } from '@sherpa/core';
import { createConnection, wakeWaiting } from '@sherpa/db';
import { dispatchWoken } from '../../../connections/dispatch-woken.ts';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { nameTaken, toConnection } from './to-connection.ts';

type CreateDeps = Pick<RouteDeps, 'db' | 'vault' | 'dispatch' | 'log'>;

export const postConnection = ({ db, vault, ...deps }: CreateDeps) =>
  defineHandler(routes.createConnection, async ({ body }, caller) => {
    const { vendor, name, settings } = body;
    const credentials = credentialsSchema.parse({ vendor, ...body.credentials });
    const tenantId = await caller.tenantId();
    const { made, woken } = await db.withTenant(tenantId, async (tx) => {
      const connection = await createConnection(tx, vault, { tenantId, name, credentials, settings });
      if (connection === undefined) throw nameTaken();
      return { made: connection, woken: await wakeWaiting(tx, connection) };
    });
    await dispatchWoken(deps, woken);
    return toConnection(made);
  });
