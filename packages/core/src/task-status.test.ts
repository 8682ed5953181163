import { describe, expect, test } from 'vitest';
import { canMove, isFinished, statusesBefore, taskStatuses } from './task-status.ts';

describe('moves of a task', () => {
  test('a completed task moves nowhere', () => {
    expect(taskStatuses.filter((to) => canMove('completed', to))).toEqual([]);
  });

  test('only failed and cancelled tasks come back from their end', () => {
    const back = taskStatuses.filter((from) => isFinished(from) && canMove(from, 'pending'));
    expect(back).toEqual(['failed', 'cancelled']);
  });

  test('a task completes while it runs, written down or not', () => {
    expect(statusesBefore('completed')).toEqual(['pending', 'in_progress']);
  });
});
