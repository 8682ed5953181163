import { describe, expect, test } from 'vitest';
import { makeReadAhead } from './read-ahead.ts';

const makeClock = () => {
  let nowMs = 0;
  return { now: () => nowMs, pass: (ms: number) => void (nowMs += ms) };
};

describe('reading ahead', () => {
  test('begins with nothing', () => {
    expect(makeReadAhead(makeClock().now).tasks()).toBe(0);
  });

  test('goes as far as tasks have ended in the last moment', () => {
    const clock = makeClock();
    const ahead = makeReadAhead(clock.now);
    ahead.ended(100);
    expect(ahead.tasks()).toBe(0);
    clock.pass(25);
    expect(ahead.tasks()).toBe(100);
  });

  test('takes tasks that are long for what they are', () => {
    const clock = makeClock();
    const ahead = makeReadAhead(clock.now);
    ahead.ended(100);
    clock.pass(10_000);
    expect(ahead.tasks()).toBe(0);
  });

  test('stops when tasks do', () => {
    const clock = makeClock();
    const ahead = makeReadAhead(clock.now);
    ahead.ended(100);
    clock.pass(25);
    expect(ahead.tasks()).toBe(100);
    clock.pass(25);
    expect(ahead.tasks()).toBe(0);
  });

  test('goes no further than a thousand tasks', () => {
    const clock = makeClock();
    const ahead = makeReadAhead(clock.now);
    ahead.ended(50_000);
    clock.pass(25);
    expect(ahead.tasks()).toBe(1_000);
  });
});
