import '@sherpa/devstack/vitest';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { KnowledgeDocument } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import { NO_CONNECTION } from '../mirror/record.ts';
import { writeRows } from '../mirror/write-rows.ts';
import { makeTestDatabase, type TestDatabase } from '../testing/index.ts';
import { saveWorkflowSettings } from '../workflows/settings.ts';
import { findKnowledgePage, getKnowledgePage, hasKnowledge, listKnowledgePages } from './browse-knowledge.ts';
import { deleteKnowledgePages, deleteUnreachable, markUnreachable } from './delete-knowledge.ts';
import { readOwnPages } from './own-pages.ts';
import { purgeKnowledgeOf } from './purge-knowledge.ts';
import { saveKnowledgePages } from './save-knowledge.ts';
import { searchKnowledge, type KnowledgeQuestion } from './search-knowledge.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());
beforeEach(async () => {
  for (const table of ['knowledge_base', 'knowledge_chunks', 'knowledge_words'])
    await sql`delete from ${sql.table(table)}`.execute(database.db.engine);
});

const act = <T>(work: (tx: Db) => Promise<T>): Promise<T> => database.db.withTenant(database.tenantId, work);
const save = (...documents: readonly KnowledgeDocument[]) =>
  act((tx) => saveKnowledgePages(tx, database.tenantId, documents));
const ask = (query: string, more: Partial<KnowledgeQuestion> = {}) =>
  act((tx) => searchKnowledge(tx, { query, limit: 10, now: new Date('2026-05-02T00:00:00Z'), ...more }));
const found = async (query: string, more: Partial<KnowledgeQuestion> = {}) =>
  (await ask(query, more)).hits.map(({ page }) => page.externalId);
const find = (externalId: string) => act((tx) => findKnowledgePage(tx, { source: 'notion', externalId }));

const page = (externalId: string, over: Partial<KnowledgeDocument> & { readonly text?: string } = {}) => {
  const { text = 'Nothing in particular.', ...rest } = over;
  const document: KnowledgeDocument = {
    source: 'notion',
    externalId,
    title: externalId,
    url: `https://notion.test/${externalId}`,
    content: text,
    path: [],
    tags: [],
    category: null,
    editedAt: new Date('2026-05-01T00:00:00Z'),
    version: 1,
    hash: JSON.stringify([over]),
    deleted: false,
    chunks: [{ position: 0, headingPath: [], headings: [], text }],
    ...rest,
  };
  return document;
};

describe('pages that Sherpa writes itself', () => {
  const row = (name: string, over: Partial<KnowledgeDocument> = {}) =>
    page(name, {
      title: `Payment failed: ${name}`,
      path: ['Operations'],
      text: 'The payment failed.',
      ...over,
    });

  test('are left out where they are hidden, however many there are, but for what people fill in', async () => {
    await save(...Array.from({ length: 700 }, (_one, index) => row(`row-${index}`)));
    const lesson = row('lesson', { title: 'Post-mortem: payment failed', category: 'post-mortem' });
    await save(page('playbook', { title: 'A payment has failed', path: ['Playbooks'] }), lesson);
    const hidden = await act(readOwnPages);
    expect(hidden).toEqual({ below: ['Operations'], butCategories: ['post-mortem'] });
    expect((await found('payment failed', { hidden })).toSorted()).toEqual(['lesson', 'playbook']);
    expect(await found('payment failed')).toHaveLength(10);
    const listed = await act((tx) => listKnowledgePages(tx, { hidden, limit: 10 }));
    expect(listed.map(({ externalId }) => externalId).toSorted()).toEqual(['lesson', 'playbook']);
  });

  test('stand where the settings of the company say, by title or by id', async () => {
    const { db, tenantId } = database;
    const settle = (operationsSource: string, version: number) =>
      saveWorkflowSettings(db.engine, {
        tenantId,
        workflow: 'company',
        settings: { operationsSource },
        changedBy: 'test',
        version,
      });
    await settle('Cases', 0);
    expect((await act(readOwnPages)).below).toEqual(['Cases']);
    await writeRows(
      db.engine,
      { tenantId, connectionId: NO_CONNECTION, system: 'notion', objectType: 'data_source' },
      [
        {
          externalId: 'abcd-12',
          version: 1,
          payload: '{"title":"Work"}',
          contentHash: 'h',
          deleteReason: null,
        },
      ],
      { observedAt: new Date(), writtenBy: null, revives: false, resolves: false },
    );
    await settle('ABCD12', 1);
    expect((await act(readOwnPages)).below).toEqual(['Work']);
  });
});

describe('saveKnowledgePages', () => {
  test('takes new and changed pages, writes nothing for the same one and ignores an older one', async () => {
    expect(await save(page('a'), page('b'))).toEqual({ saved: 2, unchanged: 0, stale: 0 });
    const before = await find('a');
    expect(await save(page('a'), page('b', { version: 2, text: 'New.' }))).toEqual({
      saved: 1,
      unchanged: 1,
      stale: 0,
    });
    expect(await find('a')).toEqual(before);
    expect(await save(page('b', { version: 1, text: 'Old.' }))).toEqual({ saved: 0, unchanged: 0, stale: 1 });
    expect(await find('b')).toMatchObject({ content: 'New.', version: 2 });
  });

  test('takes the newest where a page comes twice', async () => {
    expect(
      await save(page('a', { version: 3, title: 'New' }), page('a', { version: 2, title: 'Old' })),
    ).toMatchObject({ saved: 1 });
    expect(await find('a')).toMatchObject({ title: 'New' });
  });

  test('replaces the passages of a changed page as a whole', async () => {
    const chunks = ['apple', 'banana', 'cherry'].map((text, position) => ({
      position,
      headingPath: [],
      headings: [],
      text,
    }));
    await save(page('a', { chunks }));
    expect(await found('cherry')).toEqual(['a']);
    await save(page('a', { version: 2, text: 'apricot' }));
    expect(await found('"cherry"')).toEqual([]);
    expect(await found('apricot')).toEqual(['a']);
  });

  test('keeps only the name of a deleted page, and takes it back when it is restored', async () => {
    await save(page('a', { text: 'apple' }));
    await save(page('a', { version: 2, deleted: true, chunks: [] }));
    expect(await find('a')).toMatchObject({ title: '', content: '', url: null, deleteReason: 'deleted' });
    expect(await found('apple')).toEqual([]);
    expect(await save(page('a', { text: 'apple' }))).toMatchObject({ stale: 1 });
    expect(await save(page('a', { version: 2, text: 'apple' }))).toMatchObject({ saved: 1 });
    expect(await find('a')).toMatchObject({ deletedAt: null, content: 'apple' });
  });

  test('two that save the same pages in another order both end', async () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      page(`p${index}`, { text: `word${index} alpha beta` }),
    );
    await Promise.all([save(...many), save(...many.toReversed()), save(...many)]);
    expect(await act((tx) => listKnowledgePages(tx, { limit: 100 }))).toHaveLength(40);
  });

  test('keeps what Postgres cannot keep out of the way', async () => {
    await save(page('a\0b', { text: 'ze\0ro kept \ud83d', title: 'x\0y' }));
    expect(await found('kept')).toEqual(['a\uFFFDb']);
  });
});

describe('searchKnowledge', () => {
  const now = { version: 1 };

  test('title counts more than headings, headings more than text', async () => {
    const chunk = (text: string, headings: readonly string[]) => [
      { position: 0, headingPath: headings, headings, text },
    ];
    await save(
      page('body', { ...now, title: 'x', chunks: chunk('all about refunds here', []) }),
      page('heading', { ...now, title: 'x', chunks: chunk('all about it here', ['Refunds']) }),
      page('title', { ...now, title: 'Refunds', chunks: chunk('all about it here', []) }),
    );
    const { hits } = await ask('refund');
    expect(hits.map((hit) => hit.page.externalId)).toEqual(['title', 'heading', 'body']);
    const [first] = hits;
    const { total, title, headings, labels, body, proximity, recency } = first?.score ?? {
      total: 0,
      title: 0,
      headings: 0,
      labels: 0,
      body: 0,
      proximity: 0,
      recency: 0,
    };
    expect(total).toBeCloseTo((title + headings + labels + body + proximity) * (1 + recency), 5);
  });

  test('words that stand together count more, and newer pages a little', async () => {
    await save(
      page('apart', { text: 'payment of the invoice that came in last week has failed' }),
      page('near', { text: 'the payment failed' }),
    );
    expect(await found('payment failed')).toEqual(['near', 'apart']);
    await save(
      page('old', { text: 'quarterly numbers', editedAt: new Date('2024-01-01T00:00:00Z') }),
      page('new', { text: 'quarterly numbers' }),
    );
    expect(await found('quarterly numbers')).toEqual(['new', 'old']);
  });

  test('understands phrases, exclusions and or', async () => {
    await save(
      page('a', { text: 'the credit note of May' }),
      page('b', { text: 'a note on credit' }),
      page('c', { text: 'a cheque' }),
    );
    expect(await found('"credit note"')).toEqual(['a']);
    expect(await found('credit -May')).toEqual(['b']);
    expect((await found('cheque or May')).toSorted()).toEqual(['a', 'c']);
    expect(await found('-May')).toEqual([]);
    expect(await found('the of')).toEqual([]);
    expect(await found('":*& !|()<->')).toEqual([]);
  });

  test('finds words inside identifiers and with or without accents', async () => {
    await save(page('a', { text: 'the event invoice.payment_failed for Zoë Müller' }));
    for (const query of ['payment failed', 'payment_failed', 'invoice', 'Zoe', 'muller'])
      expect(await found(query), query).toEqual(['a']);
  });

  test('filters by source, category, tags, path and time', async () => {
    await save(
      page('a', { text: 'shared word', category: 'policy', tags: ['x', 'y'], path: ['Handbook', 'Finance'] }),
      page('b', { text: 'shared word', tags: ['x'], editedAt: new Date('2025-01-01T00:00:00Z') }),
      page('c', { text: 'shared word', source: 'agent' }),
    );
    expect(await found('shared', { category: 'policy' })).toEqual(['a']);
    expect(await found('shared', { tags: ['x'] })).toEqual(['a', 'b']);
    expect(await found('shared', { tags: ['x', 'y'] })).toEqual(['a']);
    expect(await found('shared', { path: ['handbook'] })).toEqual(['a']);
    expect(await found('shared', { path: ['Finance'] })).toEqual([]);
    expect(await found('shared', { source: 'agent' })).toEqual(['c']);
    expect((await found('shared', { editedSince: new Date('2026-04-15T00:00:00Z') })).toSorted()).toEqual([
      'a',
      'c',
    ]);
    expect(await found('shared', { editedSince: new Date('2026-05-02T00:00:00Z') })).toEqual([]);
  });

  test('shows one passage of each page, the best, with its words marked', async () => {
    const chunks = [
      { position: 0, headingPath: ['Intro'], headings: ['Intro'], text: 'A refund is possible.' },
      {
        position: 1,
        headingPath: ['Limits'],
        headings: ['Limits'],
        text: 'The limits of a refund: payment_failed costs <b>5</b>.',
      },
    ];
    await save(page('a', { chunks }));
    const { hits } = await ask('refund limits');
    expect(hits).toMatchObject([
      { position: 1, headingPath: ['Limits'], page: { url: 'https://notion.test/a' } },
    ]);
    expect(hits[0]?.snippet).toEqual([
      { text: 'The ', isMatch: false },
      { text: 'limits', isMatch: true },
      { text: ' of a ', isMatch: false },
      { text: 'refund', isMatch: true },
      { text: ': payment_failed costs <b>5</b>.', isMatch: false },
    ]);
  });

  test('takes a word that no page holds for the nearest, and says so', async () => {
    await save(page('a', { text: 'how onboarding works' }), page('b', { text: 'boarding a plane' }));
    const answer = await ask('onbaording');
    expect(answer.corrections).toEqual([{ from: 'onbaording', to: 'onboarding' }]);
    expect(answer.hits.map((hit) => hit.page.externalId)).toEqual(['a']);
    expect((await ask('boarding')).corrections).toEqual([]);
    expect((await ask('zzzzzzzz')).hits).toEqual([]);
  });

  test('lets words be missing only where hardly any page has them all', async () => {
    await save(
      page('all', { text: 'rotate the webhook secret' }),
      page('most', { text: 'rotate the secret' }),
      page('any', { text: 'a webhook' }),
    );
    const { hits } = await ask('rotate webhook secret');
    expect(hits.map((hit) => [hit.page.externalId, hit.matching])).toEqual([
      ['all', 'all'],
      ['most', 'most'],
      ['any', 'any'],
    ]);
    expect(await found('"rotate the webhook secret"')).toEqual(['all']);
  });

  test('ranks a part of what matches where that is very much, titles first, and says so', async () => {
    const many = Array.from({ length: 1_200 }, (_, index) => page(`p${index}`, { text: 'common as dirt' }));
    await save(...many, page('named', { title: 'Common ground' }));
    const answer = await ask('common');
    expect(answer.isPartial).toBe(true);
    expect(answer.hits[0]?.page.externalId).toBe('named');
    expect((await ask('ground')).isPartial).toBe(false);
  });
});

describe('pages that go', () => {
  test('one out of reach is still found and says so, until the time of grace is over or it is back', async () => {
    await save(page('a', { text: 'apple' }), page('b', { text: 'apple' }));
    const pages = { source: 'notion', externalIds: ['a', 'b', 'unknown'] };
    expect(await act((tx) => markUnreachable(tx, pages))).toEqual({ marked: 2 });
    expect(await act((tx) => markUnreachable(tx, pages))).toEqual({ marked: 0 });
    expect((await ask('apple')).hits.map((hit) => hit.page.unreachableSince)).toEqual([
      expect.any(Date),
      expect.any(Date),
    ]);
    expect(await save(page('b', { text: 'apple' }))).toMatchObject({ saved: 1 });
    expect((await act((tx) => deleteUnreachable(tx, 60_000))).pageIds).toEqual([]);
    expect((await act((tx) => deleteUnreachable(tx, 0))).pageIds).toHaveLength(1);
    expect(await found('apple')).toEqual(['b']);
    expect(await find('a')).toMatchObject({ deleteReason: 'unreachable', content: '' });
  });

  test('a deleted page is gone with its passages, and comes back when it is saved again', async () => {
    await save(page('a', { text: 'apple' }));
    const pages = { source: 'notion', externalIds: ['a'] };
    const { pageIds } = await act((tx) => deleteKnowledgePages(tx, pages));
    expect(pageIds).toHaveLength(1);
    expect(await act((tx) => deleteKnowledgePages(tx, pages))).toEqual({ pageIds: [] });
    expect(await act((tx) => hasKnowledge(tx))).toBe(false);
    expect(await act((tx) => getKnowledgePage(tx, pageIds[0] ?? ''))).toMatchObject({
      deleteReason: 'deleted',
    });
    expect(await save(page('a', { text: 'apple' }))).toMatchObject({ saved: 1 });
    expect(await found('apple')).toEqual(['a']);
  });
});

describe('purgeKnowledgeOf', () => {
  const remains = async (text: string): Promise<number> => {
    const { rows } = await sql<{ n: number }>`
      select (select count(*) from knowledge_base b where b::text ilike ${`%${text}%`}) +
        (select count(*) from knowledge_chunks c where c::text ilike ${`%${text}%`}) +
        (select count(*) from knowledge_words w where w.word ilike ${`%${text}%`}) as n`.execute(
      database.db.engine,
    );
    return rows[0]?.n ?? -1;
  };

  test('deletes pages about the person and takes the address out of all others', async () => {
    await save(
      page('about', { title: 'Notes on Ada.Lovelace@acme.test' }),
      page('named', { text: 'Ask ADA.lovelace@ACME.test, not not-ada.lovelace@acme.test.' }),
      page('other', { text: 'Ask ops@acme.test.' }),
    );
    expect(await act((tx) => purgeKnowledgeOf(tx, ['ada.lovelace@acme.test']))).toEqual({
      deleted: 1,
      redacted: 1,
    });
    expect(await find('named')).toMatchObject({ content: 'Ask [erased], not not-ada.lovelace@acme.test.' });
    expect(await find('about')).toMatchObject({ deleteReason: 'erased', title: '' });
    expect(await found('"ops acme"')).toEqual(['other']);
    expect(await found('"ask erased"')).toEqual(['named']);
    await save(page('named', { version: 2, text: 'Nobody.' }));
    await act((tx) => purgeKnowledgeOf(tx, ['ada.lovelace@acme.test']));
    expect(await remains('lovelace')).toBe(0);
  });

  test('nobody is nobody', async () => {
    await save(page('a'));
    expect(await act((tx) => purgeKnowledgeOf(tx, ['']))).toEqual({ deleted: 0, redacted: 0 });
  });
});
