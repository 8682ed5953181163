import { sql } from 'kysely';
import { toStorable } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { ProjectedCustomer } from './fields/projected-customer.ts';

const SHORTEST = 3;
const LONGEST = 60;

/** The words of a text that are worth looking for, as Postgres splits them in lower case. */
export const toWords = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= SHORTEST && word.length <= LONGEST);

/** The words by which people will look for a customer and may misspell. */
export const wordsOf = ({ name, company }: Pick<ProjectedCustomer, 'name' | 'company'>): string[] =>
  toWords(toStorable(`${name ?? ''} ${company ?? ''}`));

/** Keeps the words, each once, in an order that is the same for everybody. */
export const saveWords = async (tx: Db, tenantId: string, words: readonly string[]): Promise<void> => {
  const unique = [...new Set(words)].toSorted();
  if (unique.length === 0) return;
  await sql`
    insert into customer_words (tenant_id, word) select ${tenantId}::uuid, w from unnest(${unique}::text[]) w
    where (select true from customer_words k where k.tenant_id = ${tenantId} and k.word = w limit 1) is null
    on conflict do nothing`.execute(tx);
};
