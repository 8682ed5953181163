import type { TaskSummary } from '@sherpa/api';
import { newId } from '@sherpa/core';
import { describe, expect, it } from 'vitest';
import { toProgressLines } from './progress-lines.ts';

const now = '2026-01-02T03:04:05.000Z';

const running = (agent: string, progress: TaskSummary['progress']): TaskSummary => ({
  id: newId(),
  agent,
  type: 'contacts.sync',
  status: 'in_progress',
  attempt: 1,
  maxAttempts: 5,
  priority: 100,
  key: null,
  progress,
  error: null,
  messageId: null,
  causedBy: null,
  origin: 'schedule',
  workerId: null,
  cancelRequestedAt: null,
  createdAt: now,
  runAt: now,
  startedAt: now,
  finishedAt: null,
});

describe('toProgressLines', () => {
  it('draws a bar where the end is known and words where it is not', () => {
    const lines = toProgressLines({
      status: {
        tasks: { pending: 2, in_progress: 2, waiting: 0, completed: 7, failed: 0, cancelled: 0 },
        messages: { pending: 0, processed: 0, failed: 0, cancelled: 0 },
        customers: 512,
        events: 0,
        schedulesDue: 0,
        queue: { kind: 'redis' },
      },
      running: [running('sales', { done: 500, total: 1_000 }), running('billing', null)],
    });
    expect(lines).toEqual([
      '  sales    contacts.sync  ████████████░░░░░░░░░░░░  500 of 1000',
      '  billing  contacts.sync',
      '  tasks: 7 done, 2 running, 2 waiting · customers: 512',
    ]);
  });
});
