import { routes } from '@sherpa/api';
import { changeConnection, getConnection, isNameTaken, openCredentials } from '@sherpa/db';
import { checkSettings } from '@sherpa/integrations/settings';
import { changeCredentials, changesSecrets } from '../../../../connections/change-credentials.ts';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { foundConnection, nameTaken, toConnection } from '../to-connection.ts';

export const patchConnectionById = ({ db, vault }: Pick<RouteDeps, 'db' | 'vault'>) =>
  defineHandler(routes.changeConnection, async ({ params, body }, caller) => {
    const { name, settings, status } = body;
    const changed = await db.withTenant(await caller.tenantId(), async (tx) => {
      const before = foundConnection(await getConnection(tx, params.id, 'locked'));
      if (settings !== undefined) checkSettings(before.vendor, settings);
      if (name !== undefined && (await isNameTaken(tx, before, name))) throw nameTaken();
      const credentials = changesSecrets(body)
        ? changeCredentials(await openCredentials(vault, tx, before.id), body)
        : undefined;
      // Whoever gives it another access secret takes it over from the environment.
      const origin = body.accessSecret === undefined ? undefined : ('api' as const);
      return changeConnection(tx, vault, before, { name, settings, status, credentials, origin });
    });
    return toConnection(changed);
  });
