import { newId } from '@sherpa/core';
import { expect, it } from 'vitest';
import { findTick } from './find-tick.ts';
import { tickTaskId } from './tick-hash.ts';

const tick = new Date('2026-03-01T06:00:00.000Z');
const schedules = [
  { id: newId(), name: 'default' },
  { id: newId(), name: 'nightly' },
] as const;

it('names the schedule and the tick that made a task, also one of a connection', () => {
  const [, nightly] = schedules;
  const connectionId = newId();
  const alone = { id: tickTaskId(nightly.id, tick), connectionId: null };
  const ofConnection = { id: tickTaskId(nightly.id, tick, connectionId), connectionId };
  expect(findTick(alone, schedules)).toEqual({ schedule: nightly, tick });
  expect(findTick(ofConnection, schedules)).toEqual({ schedule: nightly, tick });
});

it('finds none for a task that nobody’s tick made', () => {
  expect(findTick({ id: newId(), connectionId: null }, schedules)).toBeUndefined();
  expect(findTick({ id: tickTaskId(newId(), tick), connectionId: null }, schedules)).toBeUndefined();
});
