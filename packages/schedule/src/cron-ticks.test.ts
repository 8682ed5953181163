import { ValidationError } from '@sherpa/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeCronTicks } from './cron-ticks.ts';
import type { Ticks } from './ticks.ts';

const next = (ticks: Ticks, from: string, count: number): string[] => {
  const found: string[] = [];
  for (let tick = ticks.after(new Date(from)); tick !== undefined && found.length < count;) {
    found.push(tick.toISOString());
    tick = ticks.after(tick);
  }
  return found;
};

const berlin = (cron: string) => makeCronTicks({ cron, timeZone: 'Europe/Berlin' });

describe('a named wall time', () => {
  test('that the clock leaves out ticks at the first moment after the gap', () => {
    expect(next(berlin('30 2 * * *'), '2026-03-28T00:00:00Z', 3)).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  test('that comes twice ticks the first time only, also when asked between the two', () => {
    const ticks = berlin('30 2 * * *');
    expect(next(ticks, '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
    expect(next(ticks, '2026-10-25T00:45:00Z', 1)).toEqual(['2026-10-26T01:30:00.000Z']);
  });

  test('of a list that falls together with another one at the end of the gap ticks once', () => {
    expect(next(berlin('0 2,3 * * *'), '2026-03-28T12:00:00Z', 3)).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:00:00.000Z',
      '2026-03-30T01:00:00.000Z',
    ]);
  });
});

describe('an interval on the wall', () => {
  test('goes on evenly over the gap', () => {
    expect(next(berlin('*/30 * * * *'), '2026-03-29T00:00:00Z', 3)).toEqual([
      '2026-03-29T00:30:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-29T01:30:00.000Z',
    ]);
  });

  test('ticks in both of the hours that have the same name', () => {
    expect(next(berlin('0 * * * *'), '2026-10-24T23:30:00Z', 3)).toEqual([
      '2026-10-25T00:00:00.000Z',
      '2026-10-25T01:00:00.000Z',
      '2026-10-25T02:00:00.000Z',
    ]);
  });
});

test.each(['61 * * * *', 'every day at nine', '', '0 0 30 2 *', '0 0 31 4,6 *'])(
  'refuses %j, which cannot be read or never comes true',
  (cron) => {
    expect(() => berlin(cron)).toThrow(ValidationError);
  },
);

/** Zones with every kind of change: at midnight, by half an hour, on both hemispheres, at odd offsets, none. */
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'America/Havana',
  'America/Santiago',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Asia/Kolkata',
  'UTC',
];

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

const makeWall = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (moment: number): string => format.format(moment);
};

/** Moments of a year at which the clock of the zone is changed, to the minute. */
const changesIn = (timeZone: string, year: number): number[] => {
  const wall = makeWall(timeZone);
  const offsetAt = (moment: number): number => Date.parse(`${wall(moment).replace(' ', 'T')}Z`) - moment;
  const changes: number[] = [];
  for (let day = Date.UTC(year); day < Date.UTC(year + 1); day += DAY_MS) {
    let [low, high] = [day, day + DAY_MS];
    if (offsetAt(low) === offsetAt(high)) continue;
    while (high - low > MINUTE_MS) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
      if (offsetAt(middle) === offsetAt(low)) low = middle;
      else high = middle;
    }
    changes.push(high);
  }
  return changes;
};

const changes = new Map(
  zones.flatMap((zone) => [2026, 2027].map((year) => [`${zone} ${year}`, changesIn(zone, year)] as const)),
);

/** A zone, and a moment that is mostly close to a change of its clock. */
const places = fc
  .record({
    zone: fc.constantFrom(...zones),
    year: fc.constantFrom(2026, 2027),
    which: fc.nat(),
    off: fc.integer({ min: -3 * 1_440, max: 1_440 }),
  })
  .map(({ zone, year, which, off }) => {
    const known = changes.get(`${zone} ${year}`) ?? [];
    const change = known[which % Math.max(1, known.length)] ?? Date.UTC(year, 2, 29);
    return { zone, from: change + off * MINUTE_MS };
  });

describe('around any change of any clock', () => {
  test('the zones that change are seen to change', () => {
    expect(zones.filter((zone) => changes.get(`${zone} 2026`)?.length === 0)).toEqual([
      'Asia/Kolkata',
      'UTC',
    ]);
  });

  test('a daily wall time ticks once on every day: on the dot, or at the end of the gap that holds it', () => {
    fc.assert(
      fc.property(places, fc.nat(23), fc.nat(59), ({ zone, from }, hour, minute) => {
        const wall = makeWall(zone);
        const ticks = makeCronTicks({ cron: `${minute} ${hour} * * *`, timeZone: zone });
        const name = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00`;
        const found = next(ticks, new Date(from).toISOString(), 4).map((tick) => Date.parse(tick));
        const days = found.map((tick) => wall(tick).slice(0, 10));
        for (const [index, day] of days.entries()) {
          const following = new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
          expect(days[index + 1] ?? following).toBe(following);
        }
        for (const tick of found) {
          const at = wall(tick);
          const named = `${at.slice(0, 10)} ${name}`;
          // In the gap: the minute before has a wall time that is earlier, this one a later one.
          expect(at === named || (wall(tick - MINUTE_MS) < named && named < at)).toBe(true);
          for (let off = 10; off <= 120; off += 10) expect(wall(tick - off * MINUTE_MS)).not.toBe(at);
        }
      }),
      { numRuns: 120 },
    );
  });

  test('an interval on the wall is the same in real time', () => {
    fc.assert(
      fc.property(places, fc.constantFrom(5, 10, 15), ({ zone, from }, minutes) => {
        const ticks = makeCronTicks({ cron: `*/${minutes} * * * *`, timeZone: zone });
        const found = next(ticks, new Date(from).toISOString(), 40).map((tick) => Date.parse(tick));
        const gaps = found.slice(1).map((tick, index) => tick - (found[index] ?? 0));
        expect(new Set(gaps)).toEqual(new Set([minutes * MINUTE_MS]));
      }),
      { numRuns: 100 },
    );
  });

  test('looking back finds what looking forward found', () => {
    const crons = ['30 2 * * *', '0 0,1,2,3 * * *', '*/20 * * * *', '15 1-3 * * 0', '0 30 2 * * *', '@daily'];
    fc.assert(
      fc.property(places, fc.constantFrom(...crons), ({ zone, from }, cron) => {
        const ticks = makeCronTicks({ cron, timeZone: zone });
        const tick = ticks.after(new Date(from));
        if (tick === undefined) throw new Error('These never end.');
        expect(tick.getTime()).toBeGreaterThan(from);
        expect(ticks.upTo(tick)).toEqual(tick);
        expect(ticks.upTo(new Date(tick.getTime() - 1))?.getTime()).toBeLessThanOrEqual(from);
        const back = ticks.upTo(new Date(from));
        expect(back === undefined ? undefined : ticks.after(back)).toEqual(tick);
      }),
      { numRuns: 120 },
    );
  });
});
