import { newId } from '@sherpa/core';
import { expect, test } from 'vitest';
import { planJobs, type ReadyTask } from './plan-jobs.ts';

const ready = (count: number, over: Partial<ReadyTask> = {}): ReadyTask[] =>
  Array.from({ length: count }, () => ({
    id: newId(),
    tenantId: 'tenant',
    agent: 'sales',
    type: 'contacts.sync',
    priority: 100,
    delayMs: 0,
    ...over,
  }));

test('a lone task has a job of its own id', () => {
  const [task] = ready(1);
  expect(planJobs(ready(0))).toEqual([]);
  expect(planJobs([task].flatMap((one) => one ?? []))).toEqual([{ ...task, taskIds: [task?.id] }]);
});

test('few tasks have a job each, many share jobs, and none is left out', () => {
  expect(planJobs(ready(10))).toHaveLength(10);
  const many = ready(1_003);
  const jobs = planJobs(many);
  expect(jobs.length).toBeLessThan(30);
  expect(Math.max(...jobs.map(({ taskIds }) => taskIds.length))).toBe(100);
  expect(jobs.flatMap(({ taskIds }) => taskIds)).toEqual(many.map(({ id }) => id));
  expect(new Set(jobs.map(({ id }) => id)).size).toBe(jobs.length);
});

test('a pack is of one agent, tenant, type, priority and time', () => {
  const kinds = [
    {},
    { agent: 'billing' },
    { tenantId: 'other' },
    { type: 'x' },
    { priority: 1 },
    { delayMs: 5 },
  ];
  const jobs = planJobs(kinds.flatMap((over) => ready(20, over)));
  expect(jobs).toHaveLength(kinds.length * 10);
  expect(jobs.every(({ taskIds }) => taskIds.length === 2)).toBe(true);
});

test('what is to be alone shares its job with no other', () => {
  const jobs = planJobs([...ready(100, { alone: true }), ...ready(100)]);
  expect(jobs.filter(({ taskIds }) => taskIds.length === 1)).toHaveLength(100);
  expect(jobs).toHaveLength(110);
});
