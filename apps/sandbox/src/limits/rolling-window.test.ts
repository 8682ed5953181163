import { expect, test } from 'vitest';
import { makeRollingWindow } from './rolling-window.ts';

const makeWindow = (max: number | null) => {
  const time = { nowMs: 1_000 };
  const window = makeRollingWindow({ windowMs: 100, max: () => max, nowMs: () => time.nowMs });
  return { time, window };
};

test('refuses when the window is full and lets in again as calls leave it', () => {
  const { time, window } = makeWindow(2);
  expect([window.take(), window.take(), window.take()]).toEqual([true, true, false]);
  time.nowMs += 99;
  expect(window.take()).toBe(false);
  expect(window.opensInMs()).toBe(1);
  time.nowMs += 1;
  expect(window.remaining()).toBe(2);
  expect(window.take()).toBe(true);
});

test('without a maximum nothing is refused', () => {
  const { window } = makeWindow(null);
  expect(Array.from({ length: 50 }, () => window.take()).every(Boolean)).toBe(true);
});
