import type { Vendor } from '@sherpa/core';
import { prepared } from '../prepared.ts';
import type { Db } from '../schema/index.ts';
import { connectionColumns, toConnection, type Connection } from './connection.ts';

export interface ConnectionFilter {
  readonly vendor?: Vendor | undefined;
  readonly limit: number;
  /** The id of the last connection seen; the page starts after it. */
  readonly cursor?: string | undefined;
}

/** Connections, newest first; a tenant's own, or every tenant's for the engine. */
export const listConnections = async (db: Db, filter: ConnectionFilter): Promise<Connection[]> => {
  const { vendor, cursor, limit } = filter;
  const rows = await db
    .selectFrom('connections')
    .select(connectionColumns)
    .$if(vendor !== undefined, (query) => query.where('vendor', '=', vendor ?? 'hubspot'))
    .$if(cursor !== undefined, (query) => query.where('id', '<', cursor ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toConnection);
};

/** The connection of that id, or undefined if this tenant has none; `locked` keeps others from changing it. */
export const getConnection = async (
  db: Db,
  id: string,
  how: 'read' | 'locked' = 'read',
): Promise<Connection | undefined> => {
  const row = await db
    .selectFrom('connections')
    .select(connectionColumns)
    .where('id', '=', id)
    .$if(how === 'locked', (query) => query.forUpdate())
    .executeTakeFirst();
  return row === undefined ? undefined : toConnection(row);
};

/** Which connection work is for: that of an id, or the tenant's own to this vendor. */
export interface WantedConnection {
  readonly tenantId: string;
  readonly vendor: Vendor;
  readonly connectionId?: string | undefined;
}

/**
 * The connection that work goes through: the wanted one, else the oldest of those that are active, else
 * the oldest there is, which tells why nothing goes.
 */
export const findConnection = async (tx: Db, wanted: WantedConnection): Promise<Connection | undefined> => {
  const { tenantId, vendor, connectionId } = wanted;
  const row = await tx
    .selectFrom('connections')
    .modifyFront(prepared)
    .select(connectionColumns)
    .where('tenant_id', '=', tenantId)
    .where('vendor', '=', vendor)
    .$if(connectionId !== undefined, (query) => query.where('id', '=', connectionId ?? ''))
    .orderBy((eb) => eb('status', '=', 'active'), 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : toConnection(row);
};
