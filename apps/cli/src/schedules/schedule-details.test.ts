import { expect, it } from 'vitest';
import { previewRule } from './preview-rule.ts';
import { parseMissed, ruleOf } from './rule-options.ts';
import { toScheduleDetails } from './schedule-details.ts';
import { toScheduleTable } from './schedule-table.ts';

const now = new Date('2026-03-28T12:00:00Z');
const schedule = {
  id: '0198e000-0000-7000-8000-000000000001',
  agent: 'billing',
  type: 'customers.sync',
  name: 'nightly',
  origin: 'api',
  cron: '30 2 * * *',
  timeZone: 'Europe/Berlin',
  everyMs: null,
  jitterMs: 60_000,
  missed: { allWithinMs: 7_200_000 },
  overlap: 'allow',
  payload: {},
  pausedAt: null,
  pausedWorkflow: null,
  nextRunAt: '2026-03-29T01:00:00.000Z',
  lastRunAt: null,
  lastTaskId: null,
  createdAt: '2026-03-01T00:00:00.000Z',
} as const;

it('shows a schedule by the wall of its zone, also in the night in which the clock goes forward', () => {
  const preview = ['2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z'];
  const text = toScheduleDetails({ ...schedule, preview }, now).join('\n');
  expect(text).toContain('30 2 * * * (Europe/Berlin)');
  expect(text).toContain('2026-03-29T01:00:00.000Z  2026-03-29 03:00:00 Europe/Berlin');
  expect(text).toContain('2026-03-30T00:30:00.000Z  2026-03-30 02:30:00 Europe/Berlin');
  expect(text).toContain('makes up for all of the last 2 h');
  expect(text).toContain('up to 1 m');
});

it('lists schedules with their rule and their next run, or that they are paused', () => {
  const every = { ...schedule, cron: null, timeZone: null, everyMs: 900_000 };
  const paused = { ...every, pausedAt: '2026-03-28T11:00:00.000Z', nextRunAt: null };
  const [titles, first, second] = toScheduleTable([schedule, paused], now);
  expect(titles).toMatch(/^ID .* NAME .* WHEN .* NEXT .* LAST$/u);
  expect(first).toMatch(/nightly .*30 2 \* \* \* \(Europe\/Berlin\) .*in 13 h .*never$/u);
  expect(second).toMatch(/every 15 m .*paused .*never$/u);
});

it('says that a schedule rests with the workflow that is paused, and how it goes on', () => {
  const resting = { ...schedule, pausedWorkflow: 'renewals' };
  expect(toScheduleTable([resting], now)[1]).toMatch(/rests: renewals is paused .*never$/u);
  expect(toScheduleDetails({ ...resting, preview: [] }, now).join('\n')).toMatch(
    /^rests +renewals is paused: .*sherpa workflows resume renewals/mu,
  );
});

it('tells the next runs of a rule that no schedule has', () => {
  expect(previewRule(ruleOf({ cron: '30 2 * * *', timeZone: 'Europe/Berlin' }), now, 2)).toEqual([
    '2026-03-29T01:00:00.000Z',
    '2026-03-30T00:30:00.000Z',
  ]);
  expect(previewRule(ruleOf({ every: 3_600_000 }), now, 2)).toEqual([
    '2026-03-28T12:00:00.000Z',
    '2026-03-28T13:00:00.000Z',
  ]);
});

it('reads what is to become of missed ticks', () => {
  expect(['none', 'last', '2h'].map(parseMissed)).toEqual(['none', 'last', { allWithinMs: 7_200_000 }]);
});
