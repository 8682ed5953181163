import type { CustomerSignals } from '@sherpa/db';
import { describe, expect, test } from 'vitest';
import { churnWatch } from './definition.ts';
import { moveOf, pointsOf, reasonsText } from './points.ts';

const settings = churnWatch.settings.parse({});
const today = '2026-06-01';

const calm: CustomerSignals = {
  customerId: '1',
  kind: 'person',
  stripeCustomerId: 'cus_1',
  hubspotContactId: '1',
  hubspotCompanyId: null,
  live: 1,
  cancelling: 0,
  failedPayments: 0,
  overdue: 0,
  openTickets: 0,
  contactedAt: new Date('2026-05-20T00:00:00Z'),
  knownAt: new Date('2025-01-01T00:00:00Z'),
  onboardingStatus: 'Live',
  onboardingSince: new Date('2025-01-01T00:00:00Z'),
  revenue: { eur: 5_000 },
  revenueBefore: { eur: 5_000 },
  riskScore: null,
  riskReasons: null,
  caseStatus: null,
  caseSubject: null,
};

const judged = (over: Partial<CustomerSignals>) => pointsOf({ ...calm, ...over }, settings, today);

describe('the points of a customer', () => {
  test('are none where all is well, and nothing where nothing is left to end', () => {
    expect(judged({})).toEqual({ points: 0, reasons: [] });
    expect(judged({ live: 0, failedPayments: 3 })).toBeNull();
  });

  test.each<[string, Partial<CustomerSignals>, string]>([
    ['set to end', { cancelling: 1 }, 'Set to end with its period (40)'],
    ['a payment that failed', { failedPayments: 1 }, '1 failed payment in 90 days (10)'],
    ['many that failed, but not for ever more', { failedPayments: 9 }, '9 failed payments in 90 days (30)'],
    ['overdue', { overdue: 2 }, '2 overdue invoices (20)'],
    ['a downgrade in one currency', { revenue: { eur: 4_999, usd: 9 } }, 'Pays less than 30 days ago (20)'],
    ['silence', { contactedAt: new Date('2026-04-17T00:00:00Z') }, 'No contact for more than 45 days (15)'],
    ['never a contact', { contactedAt: null }, 'No contact for more than 45 days (15)'],
    ['tickets', { openTickets: 2 }, '2 open tickets (10)'],
    ['an onboarding that is stuck', { onboardingStatus: 'Blocked' }, 'Onboarding stuck: Blocked (15)'],
  ])('count %s, with the reason', (_what, over, text) => {
    expect(reasonsText(judged(over))).toBe(text);
  });

  test.each<[string, Partial<CustomerSignals>]>([
    ['a contact on the day before it is silence', { contactedAt: new Date('2026-04-18T00:00:00Z') }],
    ['somebody whom HubSpot does not know', { contactedAt: null, knownAt: null }],
    ['somebody new', { contactedAt: null, knownAt: new Date('2026-05-25T00:00:00Z') }],
    [
      'an onboarding that has just begun',
      { onboardingStatus: 'Blocked', onboardingSince: new Date('2026-05-20') },
    ],
    ['more revenue', { revenue: { eur: 6_000 } }],
    ['revenue of which nothing was known', { revenueBefore: null }],
  ])('do not count %s', (_what, over) => {
    expect(judged(over)?.points).toBe(0);
  });

  test('add up to a hundred at most', () => {
    const all = {
      cancelling: 1,
      failedPayments: 9,
      overdue: 1,
      openTickets: 9,
      contactedAt: null,
      revenue: {},
    };
    expect(judged(all)?.points).toBe(100);
  });
});

describe('the case of a customer', () => {
  const move = (
    points: number | null,
    over: Partial<CustomerSignals> = {},
    more: { today?: string; isNews?: boolean } = {},
  ) =>
    moveOf({ ...calm, ...over }, points === null ? null : { points, reasons: [] }, {
      settings,
      today,
      isNews: true,
      ...more,
    });
  const open = { caseStatus: 'open', caseSubject: { day: '2026-05-30' } } as const;
  const closed = { caseStatus: 'closed', caseSubject: { day: '2026-05-30' } } as const;

  test('opens at the threshold and closes only below the lower one', () => {
    expect([move(49), move(50)]).toEqual(['nothing', 'open']);
    expect([move(30, open, { isNews: false }), move(29, open)]).toEqual(['nothing', 'close']);
    expect(move(null, open)).toBe('close');
  });

  test('is brought up to date where something is new, and tried again where it was held', () => {
    expect([move(60, open), move(60, open, { isNews: false })]).toEqual(['open', 'nothing']);
    expect(move(60, { ...open, caseStatus: 'held' }, { isNews: false })).toBe('open');
  });

  test('does not open again before the owner has had some days', () => {
    expect(move(80, closed, { today: '2026-06-12' })).toBe('nothing');
    expect(move(80, closed, { today: '2026-06-13' })).toBe('open');
  });
});
