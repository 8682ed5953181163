import type { PickedJob } from '@sherpa/queue';
import { describe, expect, test } from 'vitest';
import { makeInHand } from './in-hand.ts';

const jobNamed = (id: string): PickedJob => ({
  id,
  type: 'guest.greet',
  priority: 100,
  attempt: 1,
  wasStalled: false,
  addedAt: new Date(0),
  taskIds: ['task'],
  data: { taskId: 'task' },
  adopt: () => Promise.resolve(),
  reportProgress: () => Promise.resolve(),
  release: () => undefined,
});

describe('a task in hand', () => {
  test('is taken up by one job at a time', () => {
    const inHand = makeInHand();
    const [one, other] = [jobNamed('one'), jobNamed('other')];
    expect(inHand.enter('task', one)).toBe(true);
    expect(inHand.enter('task', other)).toBe(false);
    inHand.leave('task', one);
    expect(inHand.enter('task', other)).toBe(true);
  });

  test('is not taken up twice by a job that names it twice', () => {
    const inHand = makeInHand();
    const job = jobNamed('one');
    expect([inHand.enter('task', job), inHand.enter('task', job)]).toEqual([true, false]);
  });

  test('that was handed on stays with whoever has it now', () => {
    const inHand = makeInHand();
    const [one, other] = [jobNamed('one'), jobNamed('other')];
    inHand.enter('task', one);
    inHand.leave('task', one);
    inHand.enter('task', other);
    inHand.leave('task', one);
    expect(inHand.enter('task', one)).toBe(false);
  });
});
