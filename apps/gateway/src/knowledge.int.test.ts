import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.stop());

const refunds = {
  title: 'Refund policy',
  markdown: '# Limits\n\nUp to **500 EUR** an agent decides alone.',
  url: 'https://wiki.test/refunds',
  path: ['Handbook', 'Finance'],
  category: 'policy',
  tags: ['billing'],
};

describe('the knowledge base over HTTP', () => {
  test('an empty one says so', async () => {
    expect(await gateway.client.knowledge.search({ q: 'refund' })).toEqual({
      hits: [],
      corrections: [],
      isPartial: false,
      isEmpty: true,
    });
  });

  test('a script writes a page, the same again changes nothing, and it is found with its passage marked', async () => {
    const first = await gateway.client.knowledge.write('wiki', 'p/1', refunds);
    expect(first).toMatchObject({ changed: true, page: { title: 'Refund policy', deletedAt: null } });
    const again = await gateway.client.knowledge.write('wiki', 'p/1', refunds);
    expect(again).toEqual({ ...first, changed: false });
    const { hits, isEmpty } = await gateway.client.knowledge.search({ q: 'refund limits', tag: 'billing' });
    expect(isEmpty).toBe(false);
    expect(hits).toMatchObject([{ page: { url: refunds.url }, headingPath: ['Limits'], matching: 'all' }]);
    expect(hits[0]?.score?.title).toBeGreaterThan(0);
    expect(await gateway.client.knowledge.show(first.page.id)).toEqual(first.page);
  });

  test('a typo is taken for the word that was meant, and said', async () => {
    const { hits, corrections } = await gateway.client.knowledge.search({ q: 'refnud' });
    expect(corrections).toEqual([{ from: 'refnud', to: 'refund' }]);
    expect(hits).toHaveLength(1);
  });

  test('without words the pages of the filter come, the last edited first', async () => {
    await gateway.client.knowledge.write('wiki', 'p/2', { title: 'Parking', markdown: 'Behind the house.' });
    const titles = async (query: Parameters<typeof gateway.client.knowledge.search>[0]) =>
      (await gateway.client.knowledge.search(query)).hits.map(({ page }) => page.title);
    expect(await titles({})).toEqual(['Parking', 'Refund policy']);
    expect(await titles({ path: 'handbook/finance' })).toEqual(['Refund policy']);
    expect(await titles({ since: new Date(Date.now() + 60_000).toISOString() })).toEqual([]);
  });

  test('pages that Sherpa writes itself come where they are asked for', async () => {
    const row = { title: 'Payment failed: Acme', markdown: 'The refund is open.', path: ['Operations'] };
    await gateway.client.knowledge.write('wiki', 'p/3', row);
    const titles = async (query: Parameters<typeof gateway.client.knowledge.search>[0]) =>
      (await gateway.client.knowledge.search(query)).hits.map(({ page }) => page.title);
    expect(await titles({ q: 'refund' })).toEqual(['Refund policy']);
    expect(await titles({})).toEqual(['Parking', 'Refund policy']);
    expect(await titles({ q: 'refund', includeOwn: 'true' })).toContain(row.title);
    expect(await titles({ q: 'refund', path: 'Operations' })).toEqual([row.title]);
    await gateway.client.knowledge.delete('wiki', 'p/3');
  });

  test('what its connection feeds is not written by hand', async () => {
    await expect(gateway.client.knowledge.write('notion', 'p', refunds)).rejects.toMatchObject({
      code: 'validation_failed',
    });
  });

  test('a deleted page is no longer found, and there is nothing to delete twice', async () => {
    expect(await gateway.client.knowledge.delete('wiki', 'p/1')).toMatchObject({ title: 'Refund policy' });
    expect((await gateway.client.knowledge.search({ q: 'refund' })).hits).toEqual([]);
    await expect(gateway.client.knowledge.delete('wiki', 'p/1')).rejects.toMatchObject({ code: 'not_found' });
  });
});
