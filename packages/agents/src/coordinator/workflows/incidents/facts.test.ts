import { NO_CONNECTION, type MirroredRecord } from '@sherpa/db';
import { expect, it } from 'vitest';
import { incidentFacts } from './facts.ts';

const ticket = {
  id: '7',
  subject: 'The export is empty',
  priority: 'LOW',
  closedAt: null,
  createdAt: '2026-01-05T10:00:00.000Z',
  modifiedAt: '2026-01-05T10:00:00.000Z',
  ties: { companies: ['1'], contacts: [] },
};

const factsOf = (payload: MirroredRecord['payload']) =>
  incidentFacts({
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

it('an edit of an old ticket is as old as the ticket, also one that makes it urgent', () => {
  const createdAt = new Date('2026-01-05T10:00:00.000Z');
  const edited = { ...ticket, modifiedAt: '2026-06-01T10:00:00.000Z' };
  expect(factsOf(edited)).toMatchObject([{ type: 'ticket.opened', occurredAt: createdAt }]);
  expect(factsOf({ ...edited, priority: 'URGENT' })).toMatchObject([{ occurredAt: createdAt }]);
});

it('a ticket is told once for each priority, and by when it was closed', () => {
  const [told] = factsOf(ticket);
  expect(factsOf({ ...ticket, subject: 'Still empty' })[0]?.key).toBe(told?.key);
  expect(factsOf({ ...ticket, priority: 'URGENT' })[0]?.key).not.toBe(told?.key);
  const closedAt = '2026-06-02T10:00:00.000Z';
  expect(factsOf({ ...ticket, closedAt })).toMatchObject([
    { type: 'ticket.closed', occurredAt: new Date(closedAt) },
  ]);
});
