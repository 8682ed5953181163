import { expect, it } from 'vitest';
import { clampDelayMs, toBullJob } from './to-bull-job.ts';

const entry = { id: 'task-1', taskIds: ['task-1'], type: 'contact.sync', priority: 100, delayMs: 0 };

it('carries the task id and nothing else of the task', () => {
  expect(toBullJob(entry)).toEqual({
    name: 'contact.sync',
    data: { taskId: 'task-1' },
    opts: { jobId: 'task-1', priority: 100, delay: 0 },
  });
});

it('names every task of a pack', () => {
  expect(toBullJob({ ...entry, id: 'pack-1', taskIds: ['task-1', 'task-2'] })).toMatchObject({
    data: { taskIds: ['task-1', 'task-2'] },
    opts: { jobId: 'pack-1' },
  });
});

it.each([
  [0, 0],
  [-5, 0],
  [7.9, 7],
  [2 ** 21, 2 ** 21 - 1],
])('turns the priority %d into one BullMQ takes', (priority, taken) => {
  expect(toBullJob({ ...entry, priority }).opts.priority).toBe(taken);
});

it.each([
  [-1, 0],
  [0.2, 1],
  [1_500, 1_500],
  [Number.MAX_SAFE_INTEGER, 365 * 86_400_000],
])('turns the delay %d into one BullMQ can keep', (delayMs, kept) => {
  expect(clampDelayMs(delayMs)).toBe(kept);
});
