import { expect, it } from 'vitest';
import type { ReadyTask } from './plan-jobs.ts';
import { planRefill } from './plan-refill.ts';

const task = (number: number, over: Partial<ReadyTask> = {}): ReadyTask => ({
  id: `task-${String(number).padStart(4, '0')}`,
  tenantId: 'one',
  agent: 'sales',
  type: 'contacts.sync',
  priority: 100,
  delayMs: 0,
  ...over,
});

it('plans the same tasks as the same jobs, and others as others', () => {
  const tasks = Array.from({ length: 100 }, (_, number) => task(number));
  const idsOf = (some: readonly ReadyTask[]) => planRefill(some).map(({ id }) => id);
  expect(idsOf(tasks)).toEqual(idsOf(tasks));
  expect(new Set([...idsOf(tasks), ...idsOf(tasks.slice(1))]).size).toBeGreaterThan(idsOf(tasks).length);
});

it('puts the older jobs first, whosever they are', () => {
  const tasks = Array.from({ length: 200 }, (_, number) =>
    task(number, { tenantId: number % 2 === 0 ? 'one' : 'two' }),
  );
  const tenants = planRefill(tasks).map(({ tenantId }) => tenantId);
  expect(tenants.slice(0, 4)).toEqual(['one', 'two', 'one', 'two']);
});

it('leaves a task that has its own time its own job', () => {
  const [due, late] = [task(1), task(2, { delayMs: 60_000 })];
  expect(planRefill([due, late]).map(({ id, delayMs }) => [id, delayMs])).toEqual([
    [due.id, 0],
    [late.id, 60_000],
  ]);
});
