import { secretsOf, webhookSecretsOf, withWebhookSecrets, type Credentials } from '@sherpa/core';
import type { Database } from '../database.ts';
import type { Db } from '../schema/index.ts';
import { findConnection, getConnection } from './browse-connections.ts';
import { changeConnection } from './change-connection.ts';
import type { Connection } from './connection.ts';
import { createConnection } from './create-connection.ts';
import { openCredentials } from './open-credentials.ts';
import type { Vault } from './vault.ts';

/** The name of the connection that the environment makes. */
const NAME = 'environment';

/** What became of the environment's credentials; `ignored` where a person has given others. */
export type ImportOutcome = 'created' | 'updated' | 'unchanged' | 'ignored';

const isSame = (one: Credentials, other: Credentials): boolean =>
  JSON.stringify(secretsOf(one)) === JSON.stringify(secretsOf(other));

/** An environment without secrets for webhooks says nothing about them: another process may have them. */
const whole = (told: Credentials, stored: Credentials): Credentials =>
  webhookSecretsOf(told).length > 0 ? told : withWebhookSecrets(told, webhookSecretsOf(stored));

/** The connection that follows the environment, locked. */
const findFollower = async (
  tx: Db,
  tenantId: string,
  vendor: Credentials['vendor'],
): Promise<Connection | undefined> => {
  const row = await tx
    .selectFrom('connections')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('vendor', '=', vendor)
    .where('origin', '=', 'environment')
    .executeTakeFirst();
  return row && getConnection(tx, row.id, 'locked');
};

/**
 * Makes the environment's credentials the tenant's connection to their vendor, if it has none, and keeps
 * that connection as the environment is. Once a person has given it other credentials, or made another
 * connection, what the environment says is left alone.
 */
export const importCredentials = (
  db: Pick<Database, 'withTenant'>,
  vault: Vault,
  tenantId: string,
  credentials: Credentials,
): Promise<ImportOutcome> =>
  db.withTenant(tenantId, async (tx) => {
    const { vendor } = credentials;
    const follower = await findFollower(tx, tenantId, vendor);
    if (follower !== undefined) {
      const stored = await openCredentials(vault, tx, follower.id);
      const told = whole(credentials, stored);
      if (isSame(stored, told)) return 'unchanged';
      await changeConnection(tx, vault, follower, { credentials: told });
      return 'updated';
    }
    if ((await findConnection(tx, { tenantId, vendor })) !== undefined) return 'ignored';
    const wanted = { tenantId, name: NAME, credentials, origin: 'environment' } as const;
    // Another process of the same environment may just have made it.
    return (await createConnection(tx, vault, wanted)) === undefined ? 'unchanged' : 'created';
  });
