import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../contract.ts';
import { ConfigError } from '../errors.ts';
import { findWork } from '../work.ts';
import { scheduleKey, termsOf, type ScheduleDefinition } from './schedule.ts';

describe('the schedule of a contract', () => {
  test('fires late rather than never and never twice at a time, unless told otherwise', () => {
    expect(termsOf({ everyMs: 60_000 })).toEqual({
      rule: { everyMs: 60_000 },
      policy: { jitterMs: 0, missed: 'last', overlap: 'skip' },
    });
    expect(
      termsOf({
        cron: ' 0 9 * * 1-5 ',
        timeZone: 'Europe/Berlin',
        missed: { allWithinMs: 5 },
        overlap: 'allow',
      }),
    ).toEqual({
      rule: { cron: '0 9 * * 1-5', timeZone: 'Europe/Berlin' },
      policy: { jitterMs: 0, missed: { allWithinMs: 5 }, overlap: 'allow' },
    });
  });

  test.each<[string, ScheduleDefinition, string]>([
    ['an interval below a second', { everyMs: 999 }, 'everyMs'],
    ['an interval of a part', { everyMs: 1_000.5 }, 'everyMs'],
    ['too few fields', { cron: '* * *', timeZone: 'UTC' }, 'cron'],
    ['no such zone', { cron: '@daily', timeZone: 'Mars/Olympus' }, 'timeZone'],
    ['an offset', { cron: '@daily', timeZone: '+02:00' }, 'timeZone'],
    ['jitter backwards', { everyMs: 1_000, jitterMs: -1 }, 'jitterMs'],
  ])('is refused with %s, by the name of the field', (_what, definition, field) => {
    const schedule = definition;
    const task = { description: '', payload: z.object({}), result: z.object({}), schedule };
    const base = { agent: 'probe', description: '', messages: {}, events: {}, state: {} };
    expect(() => defineContract({ ...base, tasks: { 'thing.do': task } })).toThrow(ConfigError);
    expect(() => termsOf(definition)).toThrow(
      expect.objectContaining({ details: { problems: [expect.objectContaining({ field })] } }),
    );
  });

  test('is part of the work, and none where there is none', () => {
    const task = { description: '', payload: z.object({}), result: z.object({}) };
    const contract = defineContract({
      agent: 'probe',
      description: '',
      tasks: { 'thing.do': { ...task, schedule: { everyMs: 1_000 } }, 'thing.undo': task },
      messages: {},
      events: {},
      state: {},
    });
    expect(findWork(contract, 'thing.do').schedule?.rule).toEqual({ everyMs: 1_000 });
    expect(findWork(contract, 'thing.undo').schedule).toBeUndefined();
  });
});

test('the key of a schedule is that of the contract’s own unless it has another name', () => {
  expect(scheduleKey('thing.do')).toBe('schedule:thing.do');
  expect(scheduleKey('thing.do', 'default')).toBe('schedule:thing.do');
  expect(scheduleKey('thing.do', 'nightly')).toBe('schedule:thing.do:nightly');
  expect(scheduleKey('thing.do', 'nightly', '7')).toBe('schedule:thing.do:nightly@7');
  expect(scheduleKey('thing.do', undefined, '7')).toBe('schedule:thing.do@7');
});
