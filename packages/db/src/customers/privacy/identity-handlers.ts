import { sql } from 'kysely';
import { toJsonb } from '../../jsonb.ts';
import type { Db } from '../../schema/index.ts';
import { pseudonymNode } from '../graph/pseudonym.ts';
import { toWords } from '../save-words.ts';
import { namesThem } from './names-them.ts';
import type { ForgottenPerson, PrivacyHandler } from './privacy-handler.ts';

const toRenamed = (pseudonyms: ReadonlyMap<string, string>): string =>
  toJsonb([...pseudonyms].map(([node, id]) => ({ node, to: pseudonymNode(node, id), id })));

const count = (rows: readonly unknown[]): { rows: number } => ({ rows: rows.length });

/**
 * What is left of an object: that it was there, and that it is gone, under a hash. Bills keep it for a payer, so
 * that an account still owes what it owes.
 */
const sources: PrivacyHandler = {
  place: 'customer_sources',
  forget: async (tx, { tenantId, pseudonyms }) => {
    const renamed = sql`jsonb_to_recordset(${toRenamed(pseudonyms)}::jsonb) as x(node text, "to" text, id text)`;
    const { rows } = await sql`
      update customer_sources s set fields = '{}', deleted = true, person_id = null, node = x."to",
        external_id = x.id, updated_at = now()
      from ${renamed} where s.tenant_id = ${tenantId} and s.node = x.node returning 1`.execute(tx);
    await sql`
      update customer_sources s set belongs_to = x."to" from ${renamed}
      where s.tenant_id = ${tenantId} and s.belongs_to = x.node`.execute(tx);
    await sql`
      update customer_sources s set merged_into = x."to" from ${renamed}
      where s.tenant_id = ${tenantId} and s.merged_into = x.node`.execute(tx);
    return count(rows);
  },
};

/** Merges and splits stay, of objects that have no names any more. */
const events: PrivacyHandler = {
  place: 'identity_events',
  forget: async (tx, { tenantId, nodes, pseudonyms }) => {
    const { rows } = await sql`
      update identity_events e set moved = array(
        select coalesce(x."to", m.node) from unnest(e.moved) with ordinality as m(node, place)
        left join jsonb_to_recordset(${toRenamed(pseudonyms)}::jsonb) as x(node text, "to" text) on x.node = m.node
        order by m.place)
      where e.tenant_id = ${tenantId} and e.moved && ${nodes}::text[] returning 1`.execute(tx);
    return count(rows);
  },
};

const edges: PrivacyHandler = {
  place: 'identity_edges',
  forget: async (tx, { tenantId, nodes, emails }) => {
    const { rows } = await sql`
      delete from identity_edges where tenant_id = ${tenantId} and (a = any(${nodes}::text[])
        or b = any(${[...nodes, ...emails.map((email) => `email:${email}`)]}::text[])) returning 1`.execute(
      tx,
    );
    return count(rows);
  },
};

const reviews: PrivacyHandler = {
  place: 'identity_reviews',
  forget: async (tx, { tenantId, nodes, texts }) => {
    const { rows } = await sql`
      delete from identity_reviews where tenant_id = ${tenantId} and (a = any(${nodes}::text[])
        or b = any(${nodes}::text[]) or subjects && ${nodes}::text[] or ${namesThem(sql`a || ' ' || b`, texts)})
      returning 1`.execute(tx);
    return count(rows);
  },
};

const changes: PrivacyHandler = {
  place: 'customer_changes',
  forget: async (tx, { tenantId, customerIds, texts }) => {
    const { rows } = await sql`
      delete from customer_changes where tenant_id = ${tenantId}
        and (customer_id = any(${customerIds}::uuid[]) or ${namesThem(sql`changes::text`, texts)})
      returning 1`.execute(tx);
    return count(rows);
  },
};

const customers: PrivacyHandler = {
  place: 'customer_cache',
  forget: async (tx, { tenantId, customerIds }) => {
    const { rows } = await sql`
      delete from customer_cache where tenant_id = ${tenantId} and id = any(${customerIds}::uuid[])
      returning 1`.execute(tx);
    return count(rows);
  },
};

/** Who pays is looked at again when the bills say so, under the hash. */
const payments: PrivacyHandler = {
  place: 'payment_mirror',
  forget: async (tx, { tenantId, nodes }) => {
    const idsOf = (prefix: string) =>
      nodes.filter((node) => node.startsWith(prefix)).map((node) => node.slice(prefix.length));
    const { rows } = await sql`
      with changes as (delete from payment_changes where tenant_id = ${tenantId}
        and payer = any(${idsOf('stripe:customer:')}::text[]) returning 1)
      delete from payment_mirror where tenant_id = ${tenantId} and object_type = 'contacts'
        and object_id = any(${idsOf('hubspot:contact:')}::text[]) returning 1`.execute(tx);
    return count(rows);
  },
};

const wordsOf = (person: ForgottenPerson): string[] => [...new Set(person.texts.flatMap(toWords))];

/** Words that nobody else's name has. */
const words: PrivacyHandler = {
  place: 'customer_words',
  forget: async (tx: Db, person) => {
    const { rows } = await sql`
      delete from customer_words w where w.tenant_id = ${person.tenantId} and w.word = any(${wordsOf(person)}::text[])
        and not exists (select from customer_cache c where c.tenant_id = w.tenant_id
          and c.search @@ plainto_tsquery('simple', w.word))
      returning 1`.execute(tx);
    return count(rows);
  },
};

/** In this order: words last, when nobody is left who needs them for this person. */
export const identityHandlers: readonly PrivacyHandler[] = [
  sources,
  events,
  edges,
  reviews,
  changes,
  payments,
  customers,
  words,
];
