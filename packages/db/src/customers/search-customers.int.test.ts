import '@sherpa/devstack/vitest';
import { newId } from '@sherpa/core';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ensureTenant } from '../tenants.ts';
import { makeTestDatabase, type TestDatabase } from '../testing/index.ts';
import { listCustomers } from './browse-customers.ts';

const people = [
  ['Ann Schmidt', 'ann.schmidt@berg.example', 'Berg & Söhne GmbH'],
  ['Anna Schmid', 'a.schmid@anders.example', 'Anders AG'],
  ['Schmidt, Ann-Kathrin', 'ak@schmidt.example', null],
  ['Antje Anders', 'antje@an.example', 'Schmiede 24'],
  ['Jürgen Müller', 'j.mueller@x.example', 'Jürgen Müller e.K.'],
  ['Anne-Sophie de la Tour', 'as@tour.example', 'La Tour SA'],
  ['Al Bo', 'al@bo.example', null],
  ['山田 太郎', null, '山田商店'],
  ["Seán O'Brien \\ Ann", 'sean@obrien.example', null],
  [
    Array.from({ length: 30 }, (_, n) => `${'abcdefghij'.charAt(n % 10)}${n}word`).join(' '),
    null,
    'Schmidt Ann',
  ],
] as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
  const other = await ensureTenant(database.db.engine, 'other');
  for (const tenantId of [database.tenantId, other.id])
    for (const [name, email, company] of people)
      await sql`
        insert into customer_cache (id, tenant_id, kind, name, email, company)
        values (${newId()}, ${tenantId}, 'person', ${name}, ${email}, ${company})`.execute(
        database.db.engine,
      );
});
afterAll(() => database.drop());

const find = (query: string): Promise<(string | null)[]> =>
  database.db.withTenant(database.tenantId, async (tx) =>
    (await listCustomers(tx, { query, limit: 50 })).map(({ name }) => name),
  );

/** Whom the words find, as told without any index. */
const holders = async (begun: readonly string[]): Promise<(string | null)[]> => {
  const wanted = begun.map((word) => `${word}:*`).join(' & ');
  const { rows } = await sql<{ name: string | null }>`
    select name from customer_cache where tenant_id = ${database.tenantId}
      and search @@ to_tsquery('simple', ${wanted})`.execute(database.db.engine);
  return rows.map(({ name }) => name);
};

describe('a search by the beginnings of several words', () => {
  const [ann, anna, kathrin, antje, jurgen, sophie, al, yamada, sean] = people.map(([name]) => name);

  test.each([
    ['ann schm', [ann, anna, kathrin, people[9][0]]],
    ['schm ann', [ann, anna, kathrin, people[9][0]]],
    ['an sc', [ann, anna, kathrin, antje, people[9][0]]],
    ['schm an berg', [ann]],
    ['jür mül', [jurgen]],
    ['JÜR MÜL', [jurgen]],
    ['ann-kath schm', [kathrin]],
    ['anne-so tour', [sophie]],
    ['de la to', [sophie]],
    ['a s', [ann, anna, kathrin, antje, sophie, sean, people[9][0]]],
    ['al bo', [al]],
    ['an anders', [anna, antje]],
    ['山 太', [yamada]],
    ["o'br ann", [sean]],
    ['antje schmie', [antje]],
    ['a0w schm', [people[9][0]]],
  ])('finds by %j whoever has them, in whatever order and wherever', async (query, expected) => {
    expect(new Set(await find(query))).toEqual(new Set(expected));
  });

  test('finds whom a look at everybody finds, however short the beginnings are', async () => {
    const words = [
      'ann',
      'anna',
      'schmidt',
      'müller',
      'jürgen',
      'tour',
      'bo',
      'de',
      'berg',
      'anders',
      '山田',
    ];
    const begun = words.flatMap((word) => [1, 2, 3, 4].map((length) => word.slice(0, length)));
    const unique = [...new Set(begun)];
    const compare = async (one: string, other: string) => ({
      asked: `${one} ${other}`,
      expected: new Set(await holders([one, other])),
      found: new Set(await find(`${one} ${other}`)),
    });
    const compared: Awaited<ReturnType<typeof compare>>[] = [];
    // A few at a time: whoever waits for a connection for long is refused.
    for (const one of unique)
      compared.push(...(await Promise.all(unique.map((other) => compare(one, other)))));
    // Where nobody has them, those who have words that look alike are found.
    const held = compared.filter(({ expected }) => expected.size > 0);
    expect(held.length).toBeGreaterThan(50);
    expect(held.map(({ asked, found }) => [asked, found])).toEqual(
      held.map(({ asked, expected }) => [asked, expected]),
    );
  });

  test('goes on finding who was renamed by the new name only', async () => {
    const rename = (name: string) =>
      sql`update customer_cache set name = ${name} where email = 'al@bo.example'`.execute(database.db.engine);
    await rename('Wilma Quast');
    expect(await find('wil qua')).toEqual(['Wilma Quast']);
    await rename('Al Bo');
    expect(await find('wil qua')).toEqual([]);
  });
});
