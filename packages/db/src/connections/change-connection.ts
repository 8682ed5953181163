import { sql } from 'kysely';
import type { ConnectionStatus, Credentials } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import { connectionColumns, toConnection, type Connection, type ConnectionSettings } from './connection.ts';
import { sealedColumns } from './sealed-columns.ts';
import type { Vault } from './vault.ts';

/** What becomes of a connection; what is undefined stays. */
export interface ConnectionChange {
  readonly name?: string | undefined;
  readonly settings?: ConnectionSettings | undefined;
  readonly status?: Exclude<ConnectionStatus, 'unauthorized'> | undefined;
  readonly credentials?: Credentials | undefined;
  /** By whom the connection goes from now on. */
  readonly origin?: Connection['origin'] | undefined;
}

/** Other credentials make one that was refused active again; one that a person has disabled stays so. */
const withCredentials = (vault: Vault, connection: Connection, credentials: Credentials | undefined) =>
  credentials && {
    ...sealedColumns(vault, connection, credentials, connection.secrets),
    // Never what it was before, also within one millisecond: clients go by its being another one.
    credentials_changed_at: sql<Date>`greatest(date_trunc('milliseconds', clock_timestamp()),
      credentials_changed_at + interval '1 ms')`,
    status: connection.status === 'disabled' ? ('disabled' as const) : ('active' as const),
    status_reason: null,
  };

/** Changes a connection that the caller's transaction has locked. */
export const changeConnection = async (
  tx: Db,
  vault: Vault,
  connection: Connection,
  change: ConnectionChange,
): Promise<Connection> => {
  const { name, settings, status, origin, credentials } = change;
  const row = await tx
    .updateTable('connections')
    .set({
      updated_at: sql<Date>`now()`,
      ...(name === undefined ? {} : { name }),
      ...(settings === undefined ? {} : { settings: toJsonb(settings) }),
      ...(origin === undefined ? {} : { origin }),
      ...withCredentials(vault, connection, credentials),
      ...(status === undefined ? {} : { status, status_reason: null }),
    })
    .where('id', '=', connection.id)
    .returning(connectionColumns)
    .executeTakeFirstOrThrow();
  return toConnection(row);
};

/** Whether another connection of the tenant to this vendor has that name. */
export const isNameTaken = async (tx: Db, { id, tenantId, vendor }: Connection, name: string) => {
  const row = await tx
    .selectFrom('connections')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('vendor', '=', vendor)
    .where('name', '=', name)
    .where('id', '<>', id)
    .executeTakeFirst();
  return row !== undefined;
};

/** Removes a connection with its credentials; undefined where this tenant has none of that id. */
export const removeConnection = async (tx: Db, id: string): Promise<Connection | undefined> => {
  const row = await tx
    .deleteFrom('connections')
    .where('id', '=', id)
    .returning(connectionColumns)
    .executeTakeFirst();
  return row === undefined ? undefined : toConnection(row);
};
