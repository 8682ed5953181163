import { routes } from '@sherpa/api';
import { getConnection, listHandshakes } from '@sherpa/db';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { foundConnection } from '../../to-connection.ts';

export const getHandshakes = ({ db, vault }: Pick<RouteDeps, 'db' | 'vault'>) =>
  defineHandler(routes.listHandshakes, async ({ params }, caller) =>
    db.withTenant(await caller.tenantId(), async (tx) => {
      foundConnection(await getConnection(tx, params.id));
      const handshakes = await listHandshakes(tx, vault, params.id);
      return {
        handshakes: handshakes.map(({ id, token, receivedAt }) => ({
          id,
          token,
          receivedAt: receivedAt.toISOString(),
        })),
      };
    }),
  );
