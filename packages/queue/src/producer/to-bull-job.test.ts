import { expect, it } from 'vitest';
import { clampDelayMs, toBullJob } from './to-bull-job.ts';

const entry = { id: 'task-1', taskIds: ['task-1'], type: 'contact.sync', priority: 100, delayMs: 0 };

it('carries the task id and nothing else of the task', () => {
  expect(toBullJob(entry)).toEqual({
    name: 'contact.sync',
    data: { taskId: 'task-1' },
    opts: { jobId: 'task-1', priority: 204_800, delay: 0 },
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
  [7.9, 7 * 2_048],
  [2 ** 21, 1_023 * 2_048],
])('turns the priority %d into one BullMQ takes', (priority, taken) => {
  expect(toBullJob({ ...entry, priority }).opts.priority).toBe(taken);
});

it('orders equal priorities by rank, and never above the next priority', () => {
  const at = (priority: number, rank: number) => toBullJob({ ...entry, priority, rank }).opts.priority ?? 0;
  expect(at(5, 1)).toBeGreaterThan(at(5, 0));
  expect(at(5, 9_999)).toBeLessThan(at(6, 0));
});

it.each([
  [-1, 0],
  [0.2, 1],
  [1_500, 1_500],
  [Number.MAX_SAFE_INTEGER, 365 * 86_400_000],
])('turns the delay %d into one BullMQ can keep', (delayMs, kept) => {
  expect(clampDelayMs(delayMs)).toBe(kept);
});
