import { routes } from '@sherpa/api';
import { NotFoundError } from '@sherpa/core';
import { changeConnection, dropHandshakes, getConnection, listHandshakes, openCredentials } from '@sherpa/db';
import { changeCredentials } from '../../../../../../../connections/change-credentials.ts';
import { defineHandler } from '../../../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../../../deps.ts';
import { foundConnection, toConnection } from '../../../../to-connection.ts';

export const postHandshakeConfirm = ({ db, vault }: Pick<RouteDeps, 'db' | 'vault'>) =>
  defineHandler(routes.confirmHandshake, async ({ params }, caller) => {
    const changed = await db.withTenant(await caller.tenantId(), async (tx) => {
      const before = foundConnection(await getConnection(tx, params.id, 'locked'));
      const waiting = await listHandshakes(tx, vault, before.id);
      const handshake = waiting.find(({ id }) => id === params.handshakeId);
      if (handshake === undefined) throw new NotFoundError('There is no such handshake.');
      const stored = await openCredentials(vault, tx, before.id);
      const credentials = changeCredentials(stored, { addWebhookSecret: handshake.token });
      await dropHandshakes(tx, before.id);
      return changeConnection(tx, vault, before, { credentials });
    });
    return toConnection(changed);
  });
