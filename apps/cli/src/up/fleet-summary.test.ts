import type { FleetStatus } from '@sherpa/api';
import { describe, expect, it } from 'vitest';
import { toSummary, type RunFacts } from './fleet-summary.ts';

const status: FleetStatus = {
  tasks: { pending: 0, in_progress: 0, waiting: 0, completed: 9, failed: 2, cancelled: 0 },
  messages: { pending: 0, processed: 1, failed: 0, cancelled: 0 },
  customers: 1_100,
  events: 12,
  schedulesDue: 0,
  queue: { kind: 'redis' },
};

const facts: RunFacts = {
  queue: 'redis',
  processes: [{ name: 'gateway', pid: 12 }],
  status,
  failedBefore: 2,
  seconds: 3.5,
};

describe('toSummary', () => {
  it('tells the counts, and that nothing new has failed', () => {
    expect(toSummary(facts)).toEqual({
      ok: true,
      queue: 'redis',
      processes: [{ name: 'gateway', pid: 12 }],
      tasks: status.tasks,
      messages: status.messages,
      customers: 1_100,
      events: 12,
      seconds: 3.5,
    });
  });

  it('is not ok when a task failed in this run, or the run did not come to its end', () => {
    expect(toSummary({ ...facts, failedBefore: 1 }).ok).toBe(false);
    expect(toSummary({ ...facts, status: undefined })).toMatchObject({ ok: false, tasks: {}, customers: 0 });
  });
});
