import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeStoreClock } from './store-clock.ts';

const AHEAD_MS = 1_700_000_000_000.4;

/** What a store so far ahead says to a question with these ways. */
const exchange = (sentAt: number, wayThere: number, wayBack: number, ahead = AHEAD_MS) => ({
  sentAt,
  cameAt: sentAt + wayThere + wayBack,
  storeMs: Math.floor(sentAt + wayThere + ahead),
});

describe('the store’s clock', () => {
  it('is as exact as the fastest of some exchanges', () => {
    const clock = makeStoreClock();
    clock.observe(exchange(0, 80, 20));
    clock.observe(exchange(200, 0.1, 0.2));
    clock.observe(exchange(300, 5, 500));
    const store = Math.floor(1_000 + AHEAD_MS);
    expect(clock.surelyAt(store) - clock.soonestAt(store)).toBeLessThan(1.5);
  });

  it('never begins early and never judges late, however the ways were', () => {
    const way = fc.double({ min: 0, max: 300, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(way, way, way), { minLength: 1, maxLength: 40 }), (ways) => {
        const clock = makeStoreClock();
        let now = 0;
        for (const [rest, there, back] of ways) {
          now += rest * 10;
          const seen = exchange(now, there, back);
          clock.observe(seen);
          now = seen.cameAt;
          const store = Math.floor(now + 50 + AHEAD_MS);
          const trueAt = store - AHEAD_MS;
          const [surely, soonest] = [clock.surelyAt(store), clock.soonestAt(store)];
          // A thousandth of a millisecond for the arithmetic of such large numbers.
          if (surely < trueAt - 0.001 || soonest > trueAt + 0.001) return false;
          if (clock.latestMs(now) < now + AHEAD_MS - 0.001) return false;
        }
        return true;
      }),
    );
  });

  it('forgets what it knew when a clock was set', () => {
    const clock = makeStoreClock();
    clock.observe(exchange(0, 1, 1));
    clock.observe(exchange(100, 1, 1, AHEAD_MS - 3_600_000));
    const store = Math.floor(200 + AHEAD_MS - 3_600_000);
    expect(Math.abs(clock.surelyAt(store) - 200)).toBeLessThan(3);
  });
});
