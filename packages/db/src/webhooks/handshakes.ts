import { sql } from 'kysely';
import { newId } from '@sherpa/core';
import type { Connection } from '../connections/connection.ts';
import type { Vault } from '../connections/vault.ts';
import type { Db } from '../schema/index.ts';

/** A token that came unsigned, which a person may make a secret of the connection. */
export interface Handshake {
  readonly id: string;
  readonly connectionId: string;
  readonly token: string;
  readonly receivedAt: Date;
}

/** Anybody may send one: more than these push the oldest out. */
const MOST_PENDING = 5;

const placeOf = (tenantId: string, connectionId: string, id: string): string =>
  `sherpa handshake 1 ${tenantId} ${connectionId} ${id}`;

/** Keeps a token, sealed, until a person has looked at it. */
export const keepHandshake = async (
  tx: Db,
  vault: Vault,
  { id: connectionId, tenantId }: Pick<Connection, 'id' | 'tenantId'>,
  token: string,
): Promise<void> => {
  const id = newId();
  const { keyId, bytes } = vault.seal(token, placeOf(tenantId, connectionId, id));
  await tx
    .insertInto('webhook_handshakes')
    .values({ id, tenant_id: tenantId, connection_id: connectionId, secret: bytes, key_id: keyId })
    .execute();
  await sql`
    delete from webhook_handshakes where connection_id = ${connectionId} and id not in (
      select id from webhook_handshakes where connection_id = ${connectionId}
      order by id desc limit ${MOST_PENDING})`.execute(tx);
};

/** The tokens that wait at a connection, the newest first. */
export const listHandshakes = async (tx: Db, vault: Vault, connectionId: string): Promise<Handshake[]> => {
  const rows = await tx
    .selectFrom('webhook_handshakes')
    .select(['id', 'tenant_id', 'secret', 'key_id', 'received_at'])
    .where('connection_id', '=', connectionId)
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    connectionId,
    token: vault.open({ keyId: row.key_id, bytes: row.secret }, placeOf(row.tenant_id, connectionId, row.id)),
    receivedAt: row.received_at,
  }));
};

/** Forgets all of a connection's: one of them was taken, or none is wanted. */
export const dropHandshakes = async (tx: Db, connectionId: string): Promise<void> => {
  await tx.deleteFrom('webhook_handshakes').where('connection_id', '=', connectionId).execute();
};
