import { sql } from 'kysely';
import { newId } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import { connectionColumns, toConnection, type Connection } from './connection.ts';

/** Notes that work goes through it; a minute tells enough, and costs a write a minute. */
export const noteUse = async (tx: Db, id: string): Promise<void> => {
  await sql`
    update connections set last_used_at = now()
    where id = ${id} and (last_used_at is null or last_used_at < now() - interval '1 minute')`.execute(tx);
};

/** Credentials that a vendor refused. */
export interface RefusedCredentials {
  readonly connectionId: string;
  /** Which ones: those that came after them are not touched. */
  readonly credentialsChangedAt: Date;
  /** Constant text for people. */
  readonly reason: string;
  /** Who was refused, for the event. */
  readonly agent: string;
}

/**
 * Takes a connection out of use whose credentials were refused, and tells of it by an event, once. False
 * where it was not active, or has other credentials by now.
 */
export const markUnauthorized = async (tx: Db, refused: RefusedCredentials): Promise<boolean> => {
  const { connectionId, credentialsChangedAt, reason, agent } = refused;
  const { rows } = await sql`
    with marked as (
      update connections set status = 'unauthorized', status_reason = ${reason}, updated_at = now()
      where id = ${connectionId} and status = 'active' and credentials_changed_at = ${credentialsChangedAt}
      returning id, tenant_id, vendor)
    insert into agent_events (id, tenant_id, agent, type, data)
    select ${newId()}::uuid, tenant_id, ${agent}::text, 'connection.unauthorized',
      jsonb_build_object('connectionId', id, 'vendor', vendor)
    from marked returning 1`.execute(tx);
  return rows.length > 0;
};

/** Which account the vendor said the credentials open; null where it does not tell. */
export interface CheckedConnection {
  readonly connectionId: string;
  readonly credentialsChangedAt: Date;
  readonly account: string | null;
}

/** Notes that the vendor took the credentials, which makes a connection that was refused active again. */
export const noteCheck = async (tx: Db, checked: CheckedConnection): Promise<Connection | undefined> => {
  const { connectionId, credentialsChangedAt, account } = checked;
  const row = await tx
    .updateTable('connections as c')
    .set({
      checked_at: sql<Date>`now()`,
      status: sql<Connection['status']>`case c.status when 'unauthorized' then 'active' else c.status end`,
      status_reason: sql<string | null>`case c.status when 'unauthorized' then null else c.status_reason end`,
      // Two connections may lead to one account; the first one that was checked has its name.
      account: sql<string | null>`case when ${account}::text is null or exists (
        select from connections o where o.tenant_id = c.tenant_id and o.vendor = c.vendor and o.id <> c.id
          and o.account = ${account}) then c.account else ${account} end`,
    })
    .where('c.id', '=', connectionId)
    .where('c.credentials_changed_at', '=', credentialsChangedAt)
    .returning(connectionColumns)
    .executeTakeFirst();
  return row === undefined ? undefined : toConnection(row);
};
