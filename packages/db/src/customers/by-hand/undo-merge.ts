import { sql } from 'kysely';
import { ConflictError, newId, NotFoundError } from '@sherpa/core';
import { toJsonb } from '../../jsonb.ts';
import type { Db } from '../../schema/index.ts';
import { lockCustomers } from '../lock-customers.ts';
import type { Said } from './manual-edges.ts';
import { membersAt, membersOf, type Member } from './members.ts';
import { part } from './split-customer.ts';

interface Merge {
  readonly level: 'person' | 'account';
  readonly customerId: string;
  readonly otherId: string;
  readonly moved: string[];
  readonly isUndone: boolean;
}

const load = async (tx: Db, eventId: string): Promise<Merge> => {
  const { rows } = await sql<Merge>`
    select level, customer_id as "customerId", other_id as "otherId", moved, undone_at is not null as "isUndone"
    from identity_events where id = ${eventId} and kind = 'merge' for update`.execute(tx);
  const [merge] = rows;
  if (merge === undefined) throw new NotFoundError('There is no such merge.', { details: { id: eventId } });
  if (merge.isUndone)
    throw new ConflictError('This merge has been undone already.', { details: { id: eventId } });
  return merge;
};

/** Gives the objects back to the customer that they came from, under its old id. */
const giveBack = async (tx: Db, tenantId: string, { level, moved, otherId }: Merge): Promise<void> => {
  const column = level === 'person' ? sql.ref('person_id') : sql.ref('account_id');
  await sql`update customer_sources set ${column} = ${otherId}
    where tenant_id = ${tenantId} and node = any(${moved}::text[])`.execute(tx);
};

/** Lets it be as old as it was: what it is now is one change more. */
const giveAge = async (tx: Db, eventId: string, { otherId }: Merge): Promise<void> => {
  await sql`
    update customer_cache c set version = (e.inverse -> 'was' ->> 'version')::bigint + 1,
      created_at = (e.inverse -> 'was' ->> 'createdAt')::timestamptz
    from identity_events e where e.id = ${eventId} and e.inverse ? 'was' and c.id = ${otherId}`.execute(tx);
};

/** A customer that the objects were in between leads to the one that has them again. */
const leadOn = async (
  tx: Db,
  tenantId: string,
  { customerId, otherId, level }: Merge,
  { now, by, reason }: Said & { readonly now: readonly Member[] },
): Promise<void> => {
  const between = [...Map.groupBy(now, (member) => member.customerId)].filter(
    ([id]) => id !== customerId && id !== otherId,
  );
  const left = new Set(
    (
      await membersOf(
        tx,
        between.map(([id]) => id),
      )
    ).map((member) => member.customerId),
  );
  const events = between
    .filter(([id]) => !left.has(id))
    .map(([id, members]) => ({ id: newId(), other: id, moved: members.map(({ node }) => node) }));
  if (events.length === 0) return;
  await sql`
    insert into identity_events (id, tenant_id, kind, level, customer_id, other_id, cause, moved)
    select id, ${tenantId}::uuid, 'merge', ${level}::text, ${otherId}::uuid, other,
      ${toJsonb({ kind: 'undo', by, reason })}::jsonb, moved
    from jsonb_to_recordset(${toJsonb(events)}::jsonb) as x(id uuid, other uuid, moved text[])`.execute(tx);
};

/**
 * Undoes a merge, whoever made it: what was merged away is a customer again, with the id that it had, and is
 * not merged once more by the same keys. Answers with that id.
 */
export const undoMerge = async (
  tx: Db,
  tenantId: string,
  { eventId, by, reason }: Said & { readonly eventId: string },
): Promise<string> => {
  await lockCustomers(tx, tenantId);
  const merge = await load(tx, eventId);
  const now = await membersAt(tx, tenantId, merge.moved);
  const customerIds = [...new Set([merge.customerId, ...now.map(({ customerId }) => customerId)])];
  const rest = (await membersOf(tx, customerIds))
    .filter(({ node, level }) => level === merge.level && !merge.moved.includes(node))
    .map(({ node }) => node);
  if (now.length === 0 || rest.length === 0)
    throw new ConflictError('There is nothing left to take apart.', { details: { id: eventId } });
  await giveBack(tx, tenantId, merge);
  const sides = { away: now.map(({ node }) => node), rest };
  await part(tx, tenantId, sides, { by, reason, kind: 'undo', customerIds: [...customerIds, merge.otherId] });
  await giveAge(tx, eventId, merge);
  await leadOn(tx, tenantId, merge, { now, by, reason });
  await sql`update identity_events set undone_at = now() where id = ${eventId}`.execute(tx);
  await sql`
    insert into identity_events (id, tenant_id, kind, level, customer_id, other_id, cause, moved)
    values (${newId()}, ${tenantId}, 'undo', ${merge.level}, ${merge.customerId}, ${merge.otherId},
      ${toJsonb({ kind: 'undo', by, reason, merge: eventId })}::jsonb, ${sides.away}::text[])`.execute(tx);
  return merge.otherId;
};
