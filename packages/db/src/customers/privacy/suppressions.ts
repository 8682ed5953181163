import { sql } from 'kysely';
import type { Db } from '../../schema/index.ts';
import type { CustomerSource } from '../customer-source.ts';
import { nodeOf } from '../graph/node-of.ts';
import { normaliseEmail } from '../keys/normalise-email.ts';

/** What a suppression is kept under: hashed with the tenant's salt, so that the table tells nobody's address. */
const hash = sql`sha256(z.salt || convert_to(k.key, 'UTF8'))`;

const namesOf = (source: CustomerSource): string[] => {
  const own = typeof source.fields.email === 'string' ? normaliseEmail(source.fields.email) : undefined;
  const emails = source.keys.filter((key) => key.startsWith('email:'));
  return [nodeOf(source), ...emails, ...(own === undefined ? [] : [`email:${own}`])];
};

/** Of these objects (`hubspot:contact:1`) and addresses (`email:ada@x.example`) those that were forgotten. */
export const findSuppressedKeys = async (
  tx: Db,
  tenantId: string,
  given: readonly string[],
): Promise<Set<string>> => {
  const keys = [...new Set(given)];
  if (keys.length === 0) return new Set();
  const { rows } = await sql<{ key: string }>`
    select k.key from identity_salts z cross join unnest(${keys}::text[]) as k(key)
    where z.tenant_id = ${tenantId} and exists (
      select from identity_suppressions s where s.tenant_id = ${tenantId} and s.hash = ${hash})`.execute(tx);
  return new Set(rows.map(({ key }) => key));
};

/** The nodes of those that were forgotten, by their id or by any of their addresses. */
export const findSuppressed = async (
  tx: Db,
  tenantId: string,
  sources: readonly CustomerSource[],
): Promise<Set<string>> => {
  const names = sources.map((source) => ({ node: nodeOf(source), keys: namesOf(source) }));
  const suppressed = await findSuppressedKeys(
    tx,
    tenantId,
    names.flatMap((one) => one.keys),
  );
  return new Set(names.filter((one) => one.keys.some((key) => suppressed.has(key))).map(({ node }) => node));
};

/** Keeps these from coming back. */
export const suppress = async (tx: Db, tenantId: string, keys: readonly string[]): Promise<void> => {
  await sql`
    insert into identity_salts (tenant_id, salt)
    values (${tenantId}, decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'))
    on conflict do nothing`.execute(tx);
  await sql`
    insert into identity_suppressions (tenant_id, hash, kind)
    select ${tenantId}::uuid, ${hash}, case when starts_with(k.key, 'email:') then 'email' else 'record' end
    from identity_salts z cross join unnest(${keys}::text[]) as k(key) where z.tenant_id = ${tenantId}
    on conflict do nothing`.execute(tx);
};
