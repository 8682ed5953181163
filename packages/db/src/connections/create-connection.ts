import { newId, type Credentials } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import { connectionColumns, toConnection, type Connection, type ConnectionSettings } from './connection.ts';
import { sealedColumns } from './sealed-columns.ts';
import type { Vault } from './vault.ts';

/** A connection to be. */
export interface NewConnection {
  readonly tenantId: string;
  readonly name: string;
  readonly credentials: Credentials;
  readonly settings?: ConnectionSettings | undefined;
  readonly origin?: Connection['origin'];
}

/** Makes it; undefined where the tenant has one of that name at this vendor already. */
export const createConnection = async (
  tx: Db,
  vault: Vault,
  { tenantId, name, credentials, settings = {}, origin = 'api' }: NewConnection,
): Promise<Connection | undefined> => {
  const { vendor } = credentials;
  const place = { id: newId(), tenantId, vendor };
  const row = await tx
    .insertInto('connections')
    .values({
      id: place.id,
      tenant_id: tenantId,
      vendor,
      name,
      origin,
      settings: toJsonb(settings),
      ...sealedColumns(vault, place, credentials),
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'vendor', 'name']).doNothing())
    .returning(connectionColumns)
    .executeTakeFirst();
  return row === undefined ? undefined : toConnection(row);
};
