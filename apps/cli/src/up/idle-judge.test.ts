import type { FleetStatus } from '@sherpa/api';
import { describe, expect, it } from 'vitest';
import { makeIdleJudge, makeRestJudge } from './idle-judge.ts';

const snapshot = (change: {
  pending?: number;
  in_progress?: number;
  messages?: number;
  schedulesDue?: number;
}) => {
  const status: FleetStatus = {
    tasks: {
      pending: change.pending ?? 0,
      in_progress: change.in_progress ?? 0,
      waiting: 0,
      completed: 5,
      failed: 1,
      cancelled: 0,
    },
    messages: { pending: change.messages ?? 0, processed: 2, failed: 0, cancelled: 0 },
    customers: 10,
    events: 3,
    schedulesDue: change.schedulesDue ?? 0,
    queue: { kind: 'postgres' },
  };
  return { status, running: [] };
};

describe('makeIdleJudge', () => {
  it.each([{ pending: 1 }, { in_progress: 1 }, { messages: 1 }, { schedulesDue: 1 }])(
    'waits while there is work: %j',
    (change) => {
      const isOver = makeIdleJudge();
      expect([1, 2, 3].map(() => isOver(snapshot(change)))).toEqual([false, false, false]);
    },
  );

  it('believes in the second quiet look in a row', () => {
    const isOver = makeIdleJudge();
    const looks = [{}, { pending: 1 }, {}, {}];
    expect(looks.map((change) => isOver(snapshot(change)))).toEqual([false, false, false, true]);
  });
});

describe('makeRestJudge', () => {
  it('does not wait for what is delayed', () => {
    const isOver = makeRestJudge();
    const looks = Array.from({ length: 40 }, () => isOver(snapshot({ pending: 1 })));
    expect(looks.indexOf(true)).toBe(29);
  });

  it('waits while something runs', () => {
    const isOver = makeRestJudge();
    const looks = Array.from({ length: 40 }, () => isOver(snapshot({ in_progress: 1 })));
    expect(looks).not.toContain(true);
  });
});
