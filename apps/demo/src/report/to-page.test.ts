import type { Case } from '@sherpa/api';
import { expect, test } from 'vitest';
import type { Outcome } from './outcome.ts';
import { toPage } from './to-page.ts';

const at = '2026-12-01T00:00:00.000Z';

const caseOf = (workflow: string, status: Case['status'], reason: string | null = null): Case => ({
  id: '01900000-0000-7000-8000-000000000000',
  workflow,
  key: 'one',
  status,
  subject: {},
  refs: {},
  reason,
  dueAt: null,
  taskId: '01900000-0000-7000-8000-000000000001',
  openedAt: at,
  updatedAt: at,
  closedAt: null,
});

const check = { says: '0 cases', ok: true, problems: [], isIdle: false };

const outcome: Outcome = {
  year: { startedAt: new Date(at), endedAt: new Date(at), days: [], months: [], approved: 2 },
  checks: [
    { ...check, name: 'failed payments', says: '2 cases' },
    { ...check, name: 'disputes', isIdle: true },
  ],
  cases: [
    caseOf('payment-mirror', 'closed', 'told'),
    caseOf('closed-won', 'held', 'It is new business, but the payer has the subscription sub_A1b2.'),
    caseOf('closed-won', 'held', 'It is new business, but the payer has the subscription sub_C3d4.'),
    caseOf('closed-won', 'held', 'No price at Stripe belongs to line item 1400001.'),
  ],
  effects: [],
  mischief: new Map(),
  tasks: { completed: 7 },
  seconds: 60,
};

test('the page calls everything what a manager calls it', () => {
  const page = toPage(outcome);
  expect(page).toContain('| Won deals onboarded | 3 | 0 | 0 | 3 |');
  expect(page).toContain('| What customers pay, told to sales | 1 | 1 | 0 | 0 |');
  expect(page).toContain('**Failed payments were followed to their end**: 2 cases');
  for (const raw of ['closed-won', 'payment-mirror', 'lead-routing']) expect(page).not.toContain(raw);
});

test('the page counts what is held by its reason, whichever record it is of', () => {
  const page = toPage(outcome);
  expect(page).toContain(
    '- 2 × Won deals onboarded: It is new business, but the payer has the subscription ….',
  );
  expect(page).toContain('- 1 × Won deals onboarded: No price at Stripe belongs to line item ….');
});

test('what did not happen has a line in all, and no rows', () => {
  const page = toPage(outcome);
  expect(page).toContain(
    'Nothing came up of: Failed payments followed, Disputes answered, Refunds asked for,',
  );
  expect(page).toContain('- There was nothing of: disputes.');
  expect(page).not.toContain('0 cases');
});
