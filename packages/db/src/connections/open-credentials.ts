import { NotFoundError, type Credentials } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import { unseal } from './sealed-columns.ts';
import type { Vault } from './vault.ts';

/**
 * The credentials of a connection. Throws `NotFoundError` where this tenant has no such connection, or it
 * has none; `ConfigError` where the vault lacks their key.
 */
export const openCredentials = async (vault: Vault, db: Db, id: string): Promise<Credentials> => {
  const row = await db
    .selectFrom('connections')
    .select(['tenant_id', 'vendor', 'credentials', 'credentials_key_id'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined || row.credentials === null || row.credentials_key_id === null) {
    throw new NotFoundError('There is no such connection with credentials.', {
      details: { connectionId: id },
    });
  }
  return unseal(
    vault,
    { id, tenantId: row.tenant_id, vendor: row.vendor },
    { keyId: row.credentials_key_id, bytes: row.credentials },
  );
};
