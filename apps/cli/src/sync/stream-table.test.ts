import type { QuarantinedObject, SyncStream } from '@sherpa/api';
import { expect, test } from 'vitest';
import { toQuarantineLines, toStreamTable } from './stream-table.ts';

const now = new Date('2026-01-01T00:10:00Z');

const stream = (over: Partial<SyncStream>): SyncStream => ({
  connectionId: '00000000-0000-0000-0000-000000000000',
  connection: null,
  system: 'hubspot',
  stream: 'contacts',
  lane: 'sync',
  agent: 'sales',
  objectType: 'contact',
  run: null,
  freshAt: '2026-01-01T00:00:00Z',
  ageMs: 600_000,
  freshWithinMs: 2_700_000,
  isStale: false,
  lastCompleteAt: '2026-01-01T00:01:00Z',
  lastFullAt: null,
  quarantined: 0,
  error: null,
  ...over,
});

const run = {
  mode: 'full',
  phase: 'list',
  startedAt: '2026-01-01T00:09:00Z',
  rows: 500,
  pages: 5,
  estimatedTotal: 2_000,
  rowsPerSecond: 50,
  secondsLeft: 30,
};

test('a stream at rest says how new it is; one under way how far and how long', () => {
  const lines = toStreamTable([stream({}), stream({ stream: 'companies', freshAt: null, run })], now);
  expect(lines[1]).toContain('10 m ago');
  expect(lines[1]).toContain('rests');
  expect(lines[2]).toContain('full, list: 500 of 2000 rows, 50/s, 30 s left');
});

test('a stream that is refused says what its credentials lack', () => {
  const error = { code: 'integration_unauthorized', scopes: ['crm.objects.contacts.read'] };
  const [, line] = toStreamTable([stream({ isStale: true, error })], now);
  expect(line).toContain('stale; integration_unauthorized (needs crm.objects.contacts.read)');
});

test('an audit has a line only while it runs', () => {
  const audits = [stream({ lane: 'audit' }), stream({ lane: 'audit', run: { ...run, mode: 'audit' } })];
  expect(toStreamTable(audits, now)).toHaveLength(2);
});

const leftOut: QuarantinedObject = {
  connectionId: 'c',
  connection: 'main',
  system: 'notion',
  stream: 'pages',
  objectType: 'page',
  externalId: 'p-7',
  title: 'Onboarding',
  url: 'https://www.notion.so/p7',
  why: 'integration_bad_answer',
  details: {},
  attempts: 2,
  firstSeenAt: '2026-01-01T00:00:00Z',
  lastSeenAt: '2026-01-01T00:09:00Z',
};

test('what is left out says what it is, why, and what to do', () => {
  const lines = toQuarantineLines([leftOut], now);
  expect(lines).toEqual([
    'pages: page p-7 “Onboarding” of notion main is left out',
    '  see   https://www.notion.so/p7',
    expect.stringMatching(
      /^ {2}why {3}integration_bad_answer: .*; tried 2 times, first 10 m ago, last 1 m ago$/u,
    ),
    expect.stringContaining('npx pnpm sherpa sync run pages --audit'),
  ]);
});

test('what is left out and was never read is told by its id alone, and how to have it seen', () => {
  const lines = toQuarantineLines([{ ...leftOut, title: null, url: null, why: 'integration_rejected' }], now);
  expect(lines).toEqual([
    'pages: page p-7 of notion main is left out',
    expect.stringMatching(/^ {2}why {3}integration_rejected: /u),
    '  do    Let the app see it at the vendor (scopes, sharing), then: npx pnpm sherpa sync run pages --audit',
  ]);
});

test('a title that a vendor gives cannot write to the terminal', () => {
  const [line] = toQuarantineLines([{ ...leftOut, title: 'a\u001b[31mb\nc' }], now);
  expect(line).not.toMatch(/\p{Cc}/u);
});

test('the accounts of a vendor are told apart where it has several', () => {
  const one = stream({ connectionId: '1', connection: 'main' });
  const other = stream({ connectionId: '2', connection: 'europe' });
  expect(toStreamTable([one, stream({ system: 'stripe' })], now)[0]).not.toContain('CONNECTION');
  const [title, first, second] = toStreamTable([one, other], now);
  expect(title).toContain('CONNECTION');
  expect(first).toContain('main');
  expect(second).toContain('europe');
});
