import { NO_CONNECTION, type MirroredRecord } from '@sherpa/db';
import { expect, it } from 'vitest';
import { closedWonFacts } from './facts.ts';

const deal = {
  id: '7',
  isWon: true,
  amount: 100,
  currency: 'EUR',
  kind: 'newbusiness',
  closeAt: '2026-01-05T10:00:00.000Z',
  modifiedAt: '2026-02-01T10:00:00.000Z',
  ties: { companies: ['1'] },
};

const factsOf = (payload: MirroredRecord['payload']) =>
  closedWonFacts({
    connectionId: NO_CONNECTION,
    system: 'hubspot',
    objectType: 'deal',
    externalId: '7',
    version: 1,
    payload,
    contentHash: 'h',
    isDeleted: false,
    isTaken: false,
    mergedInto: null,
    observedAt: new Date(0),
    writtenBy: null,
  });

it('a deal that is won is told by when it was closed, once for each state of what is sold', () => {
  const [told, ...more] = factsOf(deal);
  expect(more).toEqual([]);
  expect(told).toMatchObject({
    type: 'deal.won',
    payload: { dealId: '7' },
    concurrencyKey: 'deal:7',
    occurredAt: new Date('2026-01-05T10:00:00.000Z'),
  });
  expect(factsOf({ ...deal, modifiedAt: null })[0]?.key).toBe(told?.key);
  expect(factsOf({ ...deal, amount: 101 })[0]?.key).not.toBe(told?.key);
});

it('a deal that is not won, or was read before that was asked for, tells nothing', () => {
  expect(factsOf({ ...deal, isWon: false })).toEqual([]);
  expect(factsOf({ ...deal, isWon: null })).toEqual([]);
});
