import { describe, expect, it } from 'vitest';
import { inTurn, json, startFaultyServer, type Reaction } from '../testing/faulty-server.ts';
import { errorOf, makeTestCall } from '../testing/test-call.ts';
import { makeStripe } from './stripe.ts';

const line = (id: string | null, amount: number) => ({
  id,
  object: 'line_item',
  amount,
  currency: 'eur',
  description: null,
  quantity: 1,
  parent: { invoice_item_details: { invoice_item: `ii_${amount}`, proration: true } },
  period: { start: 1, end: 2 },
  pricing: null,
  subscription: null,
});

const page = (lines: readonly object[], hasMore: boolean): Reaction =>
  json({ object: 'list', data: lines, has_more: hasMore });

const read = async (...reactions: readonly Reaction[]) => {
  const server = await startFaultyServer(inTurn(...reactions));
  const stripe = makeStripe({ apiKey: 'sk_test_1', baseUrl: server.url, call: makeTestCall().call });
  return {
    server,
    lines: stripe.listInvoiceLines('in_1'),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
};

const gone = json({ error: { type: 'invalid_request_error', code: 'resource_missing' } }, 400);

describe('the lines of an invoice', () => {
  it('have keys that do not need ids', async () => {
    await using run = await read(page([line(null, 5), line(null, 5)], false));
    await expect(run.lines).resolves.toMatchObject([
      { key: 'in_1/ii_5/0', amountMinor: 5, proration: true },
      { key: 'in_1/ii_5/1' },
    ]);
  });

  it('are read again from the start when the one they stood at was deleted', async () => {
    const whole = page([line('il_1', 1), line('il_2', 2)], false);
    await using run = await read(page([line('il_0', 9)], true), gone, whole);
    await expect(run.lines).resolves.toHaveLength(2);
    expect(run.server.requests.map(({ query }) => query.get('starting_after'))).toEqual([null, 'il_0', null]);
  });

  it.each([
    ['goes on for ever', [page([line('il_1', 1)], true), page([line('il_1', 1)], true)]],
    ['goes on without saying where', [page([line(null, 1)], true)]],
  ])('end with an error when the list %s', async (_name, reactions) => {
    await using run = await read(...reactions);
    await expect(errorOf(run.lines)).resolves.toMatchObject({
      code: 'integration_bad_answer',
      retry: 'never',
    });
  });
});
