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
  const { credentials: bytes, credentials_key_id: keyId } = row ?? {
    credentials: null,
    credentials_key_id: null,
  };
  if (row === undefined || bytes === null || keyId === null) {
    throw new NotFoundError('There is no such connection with credentials.', {
      details: { connectionId: id },
    });
  }
  return unseal(vault, { id, tenantId: row.tenant_id, vendor: row.vendor }, { keyId, bytes });
};
