import { routes } from '@sherpa/api';
import {
  changeConnection,
  getConnection,
  isMended,
  isNameTaken,
  openCredentials,
  wakeWaiting,
} from '@sherpa/db';
import { changeCredentials, changesSecrets } from '../../../../connections/change-credentials.ts';
import { dispatchWoken } from '../../../../connections/dispatch-woken.ts';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { foundConnection, nameTaken, toConnection } from '../to-connection.ts';

type ChangeDeps = Pick<RouteDeps, 'db' | 'vault' | 'dispatch' | 'log'>;

export const patchConnectionById = ({ db, vault, ...deps }: ChangeDeps) =>
  defineHandler(routes.changeConnection, async ({ params, body }, caller) => {
    const { name, settings, status } = body;
    const { changed, woken } = await db.withTenant(await caller.tenantId(), async (tx) => {
      const before = foundConnection(await getConnection(tx, params.id, 'locked'));
      if (name !== undefined && (await isNameTaken(tx, before, name))) throw nameTaken();
      const credentials = changesSecrets(body)
        ? changeCredentials(await openCredentials(vault, tx, before.id), body)
        : undefined;
      // Whoever gives it another access secret takes it over from the environment.
      const origin = body.accessSecret === undefined ? undefined : ('api' as const);
      const after = await changeConnection(tx, vault, before, {
        name,
        settings,
        status,
        credentials,
        origin,
      });
      return { changed: after, woken: isMended(before, after) ? await wakeWaiting(tx, after) : undefined };
    });
    await dispatchWoken(deps, woken);
    return toConnection(changed);
  });
