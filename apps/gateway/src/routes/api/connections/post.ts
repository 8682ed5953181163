import { routes } from '@sherpa/api';
import { credentialsSchema } from '@sherpa/core';
import { createConnection } from '@sherpa/db';
import { checkSettings } from '@sherpa/integrations/settings';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { nameTaken, toConnection } from './to-connection.ts';

export const postConnection = ({ db, vault }: Pick<RouteDeps, 'db' | 'vault'>) =>
  defineHandler(routes.createConnection, async ({ body }, caller) => {
    const { vendor, name, settings } = body;
    checkSettings(vendor, settings);
    const credentials = credentialsSchema.parse({ vendor, ...body.credentials });
    const tenantId = await caller.tenantId();
    const made = await db.withTenant(tenantId, (tx) =>
      createConnection(tx, vault, { tenantId, name, credentials, settings }),
    );
    if (made === undefined) throw nameTaken();
    return toConnection(made);
  });
