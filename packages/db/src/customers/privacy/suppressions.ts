import { sql } from 'kysely';
import type { Db } from '../../schema/index.ts';
import type { CustomerSource } from '../customer-source.ts';
import { nodeOf, payerOf } from '../graph/node-of.ts';
import { FORGOTTEN, pseudonymNode } from '../graph/pseudonym.ts';
import { normaliseEmail } from '../keys/normalise-email.ts';

/** What a suppression is kept under: hashed with the tenant's salt, so that the table tells nobody's address. */
const hash = sql`sha256(z.salt || convert_to(k.key, 'UTF8'))`;

const namesOf = (source: CustomerSource): string[] => {
  const own = typeof source.fields.email === 'string' ? normaliseEmail(source.fields.email) : undefined;
  const emails = source.keys.filter((key) => key.startsWith('email:'));
  return [nodeOf(source), ...emails, ...(own === undefined ? [] : [`email:${own}`])];
};

/**
 * Of these objects (`hubspot:contact:1`) and addresses (`email:ada@x.example`) those that were forgotten, each
 * with what stands where its id stood.
 */
export const findPseudonyms = async (
  tx: Db,
  tenantId: string,
  given: readonly string[],
): Promise<Map<string, string>> => {
  const keys = [...new Set(given)];
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; pseudonym: string }>`
    select k.key, ${FORGOTTEN}::text || left(encode(${hash}, 'hex'), 24) as pseudonym
    from identity_salts z cross join unnest(${keys}::text[]) as k(key)
    where z.tenant_id = ${tenantId} and exists (
      select from identity_suppressions s where s.tenant_id = ${tenantId} and s.hash = ${hash})`.execute(tx);
  return new Map(rows.map(({ key, pseudonym }) => [key, pseudonym]));
};

/** Of these objects and addresses those that were forgotten. */
export const findSuppressedKeys = async (
  tx: Db,
  tenantId: string,
  given: readonly string[],
): Promise<Set<string>> => new Set((await findPseudonyms(tx, tenantId, given)).keys());

/** What is known of a page of objects: who of them was forgotten, and whom of the forgotten the others name. */
export interface Suppressed {
  /** The nodes of those that were forgotten, by their id or by any of their addresses. */
  readonly nodes: ReadonlySet<string>;
  /** What stands where the id of a forgotten object stood, by its node. */
  readonly pseudonyms: ReadonlyMap<string, string>;
}

/** Who of these objects was forgotten, and whom of the forgotten they name. */
export const findSuppressed = async (
  tx: Db,
  tenantId: string,
  sources: readonly CustomerSource[],
): Promise<Suppressed> => {
  const names = sources.map((source) => ({ node: nodeOf(source), keys: namesOf(source) }));
  const pseudonyms = await findPseudonyms(
    tx,
    tenantId,
    [...names, ...sources].flatMap((one) => one.keys),
  );
  const nodes = names.filter((one) => one.keys.some((key) => pseudonyms.has(key))).map(({ node }) => node);
  return { nodes: new Set(nodes), pseudonyms };
};

/** The object without the ids of people who were forgotten: a bill keeps that it had a payer. */
export const withoutForgottenKeys = (source: CustomerSource, { pseudonyms }: Suppressed): CustomerSource => ({
  ...source,
  keys: source.keys.flatMap((key) => {
    const pseudonym = pseudonyms.get(key);
    if (pseudonym === undefined) return [key];
    return payerOf(source) === key ? [pseudonymNode(key, pseudonym)] : [];
  }),
});

/** Makes sure that the tenant has a salt; it keeps the one that it has. */
export const ensureSalt = async (tx: Db, tenantId: string): Promise<void> => {
  await sql`
    insert into identity_salts (tenant_id, salt)
    values (${tenantId}, decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'))
    on conflict do nothing`.execute(tx);
};

/** Keeps these from coming back. */
export const suppress = async (tx: Db, tenantId: string, keys: readonly string[]): Promise<void> => {
  await ensureSalt(tx, tenantId);
  await sql`
    insert into identity_suppressions (tenant_id, hash, kind)
    select ${tenantId}::uuid, ${hash}, case when starts_with(k.key, 'email:') then 'email' else 'record' end
    from identity_salts z cross join unnest(${keys}::text[]) as k(key) where z.tenant_id = ${tenantId}
    on conflict do nothing`.execute(tx);
};
