import { sql } from 'kysely';
import type { Db } from '../../schema/index.ts';
import { loadSourcesAt } from '../load-sources.ts';
import { nameKey } from '../keys/weak-keys.ts';
import type { ForgottenPerson } from './privacy-handler.ts';

interface Wanted {
  readonly node: string | undefined;
  readonly email: string | undefined;
  /** The address as somebody typed it. */
  readonly typed: string | undefined;
}

const nodesOf = async (tx: Db, tenantId: string, { node, email }: Wanted): Promise<string[]> => {
  const { rows } = await sql<{ node: string }>`
    with named as (
      select s.node, s.person_id from customer_sources s where s.tenant_id = ${tenantId} and s.node = ${node ?? ''}
      union
      select s.node, s.person_id from identity_edges e
      join customer_sources s on s.tenant_id = ${tenantId} and s.node = e.a
      where e.tenant_id = ${tenantId} and e.b = ${`email:${email ?? ''}`}
    )
    select node from named
    union
    select s.node from named n join customer_sources s on s.person_id = n.person_id
    where s.object_type <> 'company'`.execute(tx);
  return [...new Set([...rows.map((row) => row.node), ...(node === undefined ? [] : [node])])];
};

const emailsOf = async (tx: Db, tenantId: string, nodes: readonly string[]): Promise<string[]> => {
  const { rows } = await sql<{ email: string }>`
    select distinct substr(b, ${'email:'.length + 1}::integer) as email from identity_edges
    where tenant_id = ${tenantId} and a = any(${nodes}::text[]) and starts_with(b, 'email:')`.execute(tx);
  return rows.map(({ email }) => email);
};

/** A name of one word is many people's. */
const isTelling = (name: string): boolean => nameKey(name, 'a@a.example') !== undefined;

/** A person before anything of them is forgotten. */
export interface FoundPerson extends Omit<ForgottenPerson, 'pseudonyms'> {
  readonly accountIds: readonly string[];
  /** The objects of which anything is stored. */
  readonly known: readonly string[];
}

/** Everything by which a person can be recognised: their objects, addresses, names and numbers. */
export const findPerson = async (tx: Db, tenantId: string, wanted: Wanted): Promise<FoundPerson> => {
  const nodes = await nodesOf(tx, tenantId, wanted);
  const known = await emailsOf(tx, tenantId, nodes);
  const emails = [...new Set([...known, ...(wanted.email === undefined ? [] : [wanted.email])])];
  const sources = await loadSourcesAt(tx, tenantId, nodes);
  const texts = sources.flatMap(({ fields }) => [
    fields.email ?? '',
    fields.phone ?? '',
    typeof fields.name === 'string' && isTelling(fields.name) ? fields.name : '',
  ]);
  const ids = (of: 'personId' | 'accountId'): string[] => [
    ...new Set(sources.flatMap((source) => source[of] ?? [])),
  ];
  return {
    tenantId,
    nodes,
    emails,
    texts: [...new Set([...emails, wanted.typed ?? '', ...texts])].filter((text) => text.trim().length > 3),
    customerIds: ids('personId'),
    accountIds: ids('accountId'),
    known: sources.map(({ node }) => node),
  };
};
