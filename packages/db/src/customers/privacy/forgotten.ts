import { sql } from 'kysely';
import { prepared } from '../../prepared.ts';
import type { Db } from '../../schema/index.ts';
import { addressesIn, eraseAddresses } from './erase-addresses.ts';
import { erasePointers, pointersIn } from './pointers.ts';
import { findSuppressedEmails } from './suppressed-emails.ts';
import { findPseudonyms } from './suppressions.ts';

/** Who of those that are named somewhere was forgotten. */
export interface Forgotten {
  /** Objects, as `hubspot:contact:1`. */
  readonly nodes: ReadonlySet<string>;
  /** What stands where the id of one of these, or of one that was pointed at, stood; by node. */
  readonly pseudonyms: ReadonlyMap<string, string>;
  /** Addresses as they were written. */
  readonly addresses: ReadonlySet<string>;
}

/**
 * Whether anybody of the tenant was forgotten, ever. Nobody is until the transaction ends: what it writes is
 * found by whoever forgets next.
 */
export const hasForgotten = async (tx: Db, tenantId: string): Promise<boolean> => {
  const { rows } = await sql<{ yes: boolean }>`select has_forgotten(${tenantId}::uuid) as yes`.execute(tx);
  return rows[0]?.yes === true;
};

/** Has forgetting wait until the transaction ends; answers with the tenants in which none is under way. */
export const lockAgainstForgetting = async (
  tx: Db,
  tenantIds: readonly string[],
): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ id: string; locked: boolean }>`${prepared}
    select t.id, pg_try_advisory_xact_lock_shared(hashtext('sherpa.forgetting'), hashtext(t.id)) as locked
    from unnest(${tenantIds}::text[]) as t(id)`.execute(tx);
  return new Set(rows.filter(({ locked }) => locked).map(({ id }) => id));
};

/** Waits for those who write what a vendor said, and has the next ones wait until the transaction ends. */
export const lockForgetting = async (tx: Db, tenantId: string): Promise<void> => {
  await sql`
    select pg_advisory_xact_lock(hashtext('sherpa.forgetting'), hashtext(${tenantId}::text))`.execute(tx);
};

/** Finds out which of these objects, and of the addresses in what they say, were forgotten. */
export const findForgotten = async (
  tx: Db,
  tenantId: string,
  { nodes, said }: { readonly nodes: readonly string[]; readonly said: readonly unknown[] },
): Promise<Forgotten> => {
  const pseudonyms = await findPseudonyms(tx, tenantId, [...nodes, ...said.flatMap(pointersIn)]);
  const addresses = await findSuppressedEmails(tx, tenantId, [...new Set(said.flatMap(addressesIn))]);
  return { nodes: new Set(nodes.filter((node) => pseudonyms.has(node))), pseudonyms, addresses };
};

/** A value without the addresses of the forgotten, and with pseudonyms where it points at them. */
export const eraseForgotten = (said: unknown, { addresses, pseudonyms }: Forgotten): unknown =>
  erasePointers(eraseAddresses(said, addresses), pseudonyms);
