import { ConfigError, secretsOf, webhookSecretsOf, withWebhookSecrets, type Credentials } from '@sherpa/core';
import type { Database } from '../database.ts';
import type { Db } from '../schema/index.ts';
import { findConnection, getConnection } from './browse-connections.ts';
import { changeConnection } from './change-connection.ts';
import type { Connection } from './connection.ts';
import { createConnection } from './create-connection.ts';
import { openCredentials } from './open-credentials.ts';
import type { Vault } from './vault.ts';
import { wakeWaiting } from './wake-waiting.ts';

/** The name of the connection that the environment makes. */
const NAME = 'environment';

/**
 * What became of the environment's credentials. `ignored` where a person has given others; `resealed` where
 * those that were stored could not be opened, and the environment's own stand for them.
 */
export type ImportOutcome = 'created' | 'updated' | 'resealed' | 'unchanged' | 'ignored';

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

/** What is stored; undefined where its key is gone and the environment knows as many secrets as are lost. */
const readStored = async (
  tx: Db,
  vault: Vault,
  { id, secrets }: Connection,
  told: Credentials,
): Promise<Credentials | undefined> => {
  try {
    return await openCredentials(vault, tx, id);
  } catch (err) {
    if (err instanceof ConfigError && secretsOf(told).length >= secrets.length) return undefined;
    throw err;
  }
};

const follow = async (
  tx: Db,
  vault: Vault,
  follower: Connection,
  credentials: Credentials,
): Promise<ImportOutcome> => {
  const stored = await readStored(tx, vault, follower, credentials);
  const told = stored === undefined ? credentials : whole(credentials, stored);
  if (stored !== undefined && isSame(stored, told)) return 'unchanged';
  const changed = await changeConnection(tx, vault, follower, { credentials: told });
  // Whoever waited for this goes on at once; the conductor adds the jobs.
  if (changed.status === 'active') await wakeWaiting(tx, changed);
  return stored === undefined ? 'resealed' : 'updated';
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
    if (follower !== undefined) return follow(tx, vault, follower, credentials);
    if ((await findConnection(tx, { tenantId, vendor })) !== undefined) return 'ignored';
    const wanted = { tenantId, name: NAME, credentials, origin: 'environment' } as const;
    // Another process of the same environment may just have made it.
    const made = await createConnection(tx, vault, wanted);
    if (made === undefined) return 'unchanged';
    await wakeWaiting(tx, made);
    return 'created';
  });
