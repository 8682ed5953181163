import { defineContract, ValidationError } from '@sherpa/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkTasks } from './check-tasks.ts';

const contract = defineContract({
  agent: 'greeter',
  description: 'Greets.',
  tasks: {
    'guest.greet': { description: 'Greets.', payload: z.object({ name: z.string() }), result: z.null() },
  },
  messages: { 'guest.left': { description: 'Tells.', payload: z.object({}) } },
  events: {},
  state: {},
});

const task = { agent: 'greeter', type: 'guest.greet', payload: { name: 'Ada' } };
const prefixOf = (index: number) => `tasks.${String(index)}.`;

const problemsOf = (tasks: readonly (typeof task | { agent: string; type: string; payload: unknown })[]) => {
  try {
    checkTasks([contract], tasks, prefixOf);
    return [];
  } catch (err) {
    return err instanceof ValidationError ? err.details['problems'] : err;
  }
};

describe('tasks of a request', () => {
  test('pass when they fit their contracts', () => {
    expect(problemsOf([task, task])).toEqual([]);
  });

  test('are told which of them does not fit and where', () => {
    const problems = problemsOf([
      task,
      { ...task, agent: 'nobody' },
      { ...task, type: 'guest.insult' },
      { ...task, type: 'guest.left' },
      { ...task, payload: { name: 7 } },
      { ...task, payload: 'Ada' },
    ]);
    expect(problems).toEqual([
      { field: 'tasks.1.agent', problem: '"nobody" is unknown; one of: greeter' },
      { field: 'tasks.2.type', problem: '"guest.insult" is unknown; one of: guest.greet, guest.left' },
      { field: 'tasks.3.type', problem: '"guest.left" is a message; only agents send those' },
      { field: 'tasks.4.payload.name', problem: 'is not a text' },
      { field: 'tasks.5.payload', problem: 'is not an object' },
    ]);
  });

  test('are told of fifty problems at most', () => {
    expect(problemsOf(Array.from({ length: 1_000 }, () => ({ ...task, payload: {} })))).toHaveLength(50);
  });
});
