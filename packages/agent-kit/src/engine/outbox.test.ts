import { defineContract, newId } from '@sherpa/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeOutbox } from './outbox.ts';

const contract = defineContract({
  agent: 'probe',
  description: '',
  tasks: { 'thing.do': { description: '', payload: z.object({}), result: z.object({}) } },
  messages: { 'thing.said': { description: '', payload: z.object({}) } },
  events: {},
  state: {},
});
const task = { id: newId(), tenantId: newId(), agent: 'probe', hops: 2 };

describe('an outbox', () => {
  it('tells of its task as the cause, or of the one that is named', () => {
    const { doors, messages, tasks } = makeOutbox(contract, task);
    const finder = newId();
    doors.send(contract, 'thing.said', {});
    doors.send(contract, 'thing.said', {}, { causedBy: finder });
    doors.enqueue(contract, 'thing.do', {}, { causedBy: finder });
    doors.enqueue(contract, 'thing.do', {}, { causedBy: undefined });
    expect(messages.map(({ delivery }) => delivery.causedBy)).toEqual([task.id, finder]);
    expect(tasks.map(({ causedBy }) => causedBy)).toEqual([finder, task.id]);
  });

  it('refuses a cause that is no id', () => {
    const { doors, messages } = makeOutbox(contract, task);
    expect(() => doors.send(contract, 'thing.said', {}, { causedBy: 'past-due:in_1' })).toThrow('not the id');
    expect(messages).toEqual([]);
  });
});
