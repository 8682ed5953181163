import type { Webhook } from '@sherpa/api';
import { expect, test } from 'vitest';
import { toCountTable, toWebhookDetails, toWebhookTable } from './webhook-table.ts';

const now = new Date('2026-01-01T00:10:00Z');
const id = '019e7c2a-0000-7000-8000-000000000000';

const webhook: Webhook = {
  id,
  connectionId: id,
  vendor: 'hubspot',
  type: 'contact.merge',
  object: { type: 'contact', id: '7' },
  occurredAt: '2026-01-01T00:00:00Z',
  receivedAt: '2026-01-01T00:00:00Z',
  apiVersion: null,
  status: 'ignored',
  reason: 'other-account',
  taskId: null,
};

test('an event says what it is about, when it came and why it is left alone', () => {
  const [, line] = toWebhookTable([webhook], now);
  expect(line).toContain('contact.merge  contact 7  10 m ago  ignored: other-account');
});

test('counts tell what was refused beside what came', () => {
  const count = { connectionId: id, count: 3, lastAt: '2026-01-01T00:09:00Z' };
  const lines = toCountTable(
    {
      since: '2026-01-01T00:00:00Z',
      counts: [{ ...count, vendor: 'stripe', status: 'processed' }],
      refused: [{ ...count, reason: 'forged', firstAt: count.lastAt }],
    },
    now,
  );
  expect(lines[1]).toContain('stripe processed      3  1 m ago');
  expect(lines[2]).toContain('refused: forged       3  1 m ago');
});

test('counts of nothing are a sentence', () => {
  expect(toCountTable({ since: '2026-01-01T00:00:00Z', counts: [], refused: [] }, now)).toEqual([
    'No webhook has come in that time, and none was refused.',
  ]);
});

test('one event shows what it said', () => {
  expect(toWebhookDetails({ ...webhook, payload: { objectId: 7 } }, now).join('\n')).toContain(
    '"objectId": 7',
  );
});
