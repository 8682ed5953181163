import type { MissedPolicy, ScheduleRule } from '@sherpa/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planTicks } from './plan-ticks.ts';
import { makeTimetable, type Firing } from './timetable.ts';
import { upcoming } from './upcoming.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const hourly: ScheduleRule = { everyMs: HOUR_MS };
const at = (time: string): Date => new Date(`2026-06-01T${time}Z`);

const tableOf = (rule: ScheduleRule, anchor: Date, jitterMs = 0) =>
  makeTimetable({
    id: 'some schedule',
    terms: { rule, policy: { jitterMs, missed: 'last', overlap: 'skip' } },
    anchor,
  });

const plan = (missed: MissedPolicy, now: string, rule = hourly) =>
  planTicks({ timetable: tableOf(rule, at('00:00:00')), missed, tick: at('00:00:00'), now: at(now) });

describe('a tick on time', () => {
  test.each(['none', 'last', { allWithinMs: HOUR_MS }] as const)(
    'fires whatever %j says of missed ones',
    (missed) => {
      expect(plan(missed, '00:00:01')).toEqual({
        fire: [at('00:00:00')],
        missed: undefined,
        next: { tick: at('01:00:00'), runAt: at('01:00:00') },
      });
    },
  );
});

describe('after an outage from midnight to twenty to five', () => {
  const next = { tick: at('05:00:00'), runAt: at('05:00:00') };

  test('`none` fires nothing and tells all', () => {
    expect(plan('none', '04:40:00')).toEqual({
      fire: [],
      missed: { count: 5, isExact: true, first: at('00:00:00'), last: at('04:00:00') },
      next,
    });
  });

  test('`last` fires the last one and tells the others', () => {
    expect(plan('last', '04:40:00')).toEqual({
      fire: [at('04:00:00')],
      missed: { count: 4, isExact: true, first: at('00:00:00'), last: at('03:00:00') },
      next,
    });
  });

  test('a window fires all in it and tells those before', () => {
    expect(plan({ allWithinMs: 2 * HOUR_MS }, '04:40:00')).toEqual({
      fire: [at('03:00:00'), at('04:00:00')],
      missed: { count: 3, isExact: true, first: at('00:00:00'), last: at('02:00:00') },
      next,
    });
  });

  test('a window in which there was no tick fires none', () => {
    expect(plan({ allWithinMs: 10 * MINUTE_MS }, '04:40:00')).toMatchObject({
      fire: [],
      missed: { count: 5 },
      next,
    });
  });
});

test('an outage with more ticks than are worth counting is told as such', () => {
  expect(plan('last', '04:40:00', { everyMs: 1_000 })).toMatchObject({
    fire: [at('04:40:00')],
    missed: { count: 1_000, isExact: false, first: at('00:00:00'), last: at('04:39:59') },
  });
});

test('a long window is fired in parts, and no tick of it is left out', () => {
  const [timetable, now] = [tableOf({ everyMs: MINUTE_MS }, at('00:00:00')), at('04:00:00')];
  const fired: Date[] = [];
  for (let tick = at('00:00:00'); tick <= now;) {
    const part = planTicks({ timetable, missed: { allWithinMs: 24 * HOUR_MS }, tick, now });
    expect(part.missed).toBeUndefined();
    fired.push(...part.fire);
    if (part.next === undefined) throw new Error('An interval never ends.');
    tick = part.next.tick;
  }
  expect(fired).toHaveLength(241);
  expect(new Set(fired.map(Number)).size).toBe(241);
});

const rules: fc.Arbitrary<ScheduleRule> = fc.oneof(
  fc.record({ everyMs: fc.integer({ min: 10_000, max: 2 * HOUR_MS }) }),
  fc.record({
    cron: fc.constantFrom('*/7 * * * *', '0 2,3 * * *', '30 2 * * *', '0 * * * *'),
    timeZone: fc.constantFrom('Europe/Berlin', 'America/Havana', 'Australia/Lord_Howe'),
  }),
);

test('every due tick is either fired or told as missed, and the next one is still to come', () => {
  const policies = fc.oneof(
    fc.constantFrom<MissedPolicy[]>('none', 'last'),
    fc.record({ allWithinMs: fc.integer({ min: 1, max: 6 * HOUR_MS }) }),
  );
  const spans = fc.integer({ min: 0, max: 300 * MINUTE_MS });
  // The night in which Berlin’s clock goes back.
  const begins = fc.integer({ min: 0, max: 6 * HOUR_MS }).map((ms) => Date.UTC(2026, 9, 24, 21) + ms);
  const outages = fc.record({
    rule: rules,
    missed: policies,
    begin: begins,
    span: spans,
    jitterMs: fc.nat(HOUR_MS),
  });
  fc.assert(
    fc.property(outages, ({ rule, missed, begin, span, jitterMs }) => {
      const timetable = tableOf(rule, new Date(begin), jitterMs);
      const first = timetable.firingAfter(new Date(begin));
      if (first === undefined) throw new Error('These never end.');
      const now = new Date(first.runAt.getTime() + span);
      const planned = planTicks({ timetable, missed, tick: first.tick, now });
      let due = 0;
      for (let firing: Firing | undefined = first; firing !== undefined && firing.runAt <= now; due += 1) {
        firing = timetable.firingAfter(firing.tick);
      }
      const told = planned.missed?.count ?? 0;
      const isPart = planned.fire.length === 100;
      const isCounted = planned.missed?.isExact !== false && !isPart;
      expect(isCounted ? planned.fire.length + told : due).toBe(due);
      expect(isPart || (planned.next !== undefined && planned.next.runAt > now)).toBe(true);
      expect(planned.fire.every((tick) => timetable.firingOf(tick).runAt <= now)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('jitter is the same whenever it is asked for, and never brings two ticks out of order', () => {
  fc.assert(
    fc.property(rules, fc.nat(24 * HOUR_MS), (rule, jitterMs) => {
      const timetable = tableOf(rule, at('00:00:00'), jitterMs);
      const first = timetable.firingAfter(at('00:00:00'));
      if (first === undefined) throw new Error('These never end.');
      const firings = upcoming(timetable, first, 20);
      expect(firings).toEqual(upcoming(timetable, timetable.firingOf(first.tick), 20));
      for (const [index, { tick, runAt }] of firings.entries()) {
        const putOffMs = runAt.getTime() - tick.getTime();
        expect(putOffMs).toBeGreaterThanOrEqual(0);
        expect(putOffMs).toBeLessThanOrEqual(jitterMs);
        const follower = firings[index + 1];
        expect(follower === undefined || runAt < follower.tick).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});
