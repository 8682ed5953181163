import { newId, timeOfId } from '@sherpa/core';
import { expect, test } from 'vitest';
import { tickTaskId } from './tick-hash.ts';

test('a tick makes one task id whoever asks, and no other schedule or tick makes the same', () => {
  const [one, other, tick] = [newId(), newId(), new Date('2026-06-01T09:00:00Z')];
  expect(tickTaskId(one, tick)).toBe(tickTaskId(one, new Date(tick)));
  expect(timeOfId(tickTaskId(one, tick))).toEqual(tick);
  const ids = [
    tickTaskId(one, tick),
    tickTaskId(other, tick),
    tickTaskId(one, new Date(tick.getTime() + 1_000)),
  ];
  expect(new Set(ids).size).toBe(3);
});
