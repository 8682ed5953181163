import { NO_CONNECTION, type MirroredRecord } from '@sherpa/db';
import { expect, it } from 'vitest';
import { refundFacts } from './refund-facts.ts';

const ticket = {
  id: '7',
  subject: 'Cannot log in',
  pipelineId: '0',
  category: null,
  closedAt: null,
  createdAt: '2026-01-05T10:00:00.000Z',
  modifiedAt: '2026-01-05T10:00:00.000Z',
};

const factsOf = (payload: MirroredRecord['payload']) =>
  refundFacts({
    connectionId: NO_CONNECTION,
    system: 'hubspot',
    objectType: 'ticket',
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

it('what an edit brings into an old ticket was said when it was edited', () => {
  const modifiedAt = '2026-06-01T10:00:00.000Z';
  const [told] = factsOf(ticket);
  const [asked] = factsOf({ ...ticket, subject: 'Refund, please', modifiedAt });
  expect(asked).toMatchObject({ payload: { ticketId: '7', askedAt: modifiedAt } });
  expect(asked?.occurredAt).toEqual(new Date(modifiedAt));
  expect(asked?.key).not.toBe(told?.key);
});

it('an edit that says nothing else is told under the same key, and a closed ticket says nothing', () => {
  const modifiedAt = '2026-06-01T10:00:00.000Z';
  expect(factsOf({ ...ticket, modifiedAt })[0]?.key).toBe(factsOf(ticket)[0]?.key);
  expect(factsOf({ ...ticket, closedAt: modifiedAt })).toEqual([]);
});
