import { defineContract, findWork, newId, ValidationError } from '@sherpa/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { prepareTask } from './prepare-task.ts';

const contract = defineContract({
  agent: 'probe',
  description: 'For this test.',
  tasks: { 'thing.do': { description: 'Does it.', payload: z.object({}), result: z.object({}) } },
  messages: {},
  events: {},
  state: {},
});

const prepare = (place: { priority?: number; delayMs?: number }) =>
  prepareTask(
    findWork(contract, 'thing.do'),
    { tenantId: newId(), payload: {}, origin: 'agent', ...place },
    newId,
  );

describe('a task to be', () => {
  it('has the priority of its contract and is due at once where nothing else is wished', () => {
    expect(prepare({})).toMatchObject({ priority: 100, delayMs: 0 });
    expect(prepare({ priority: 7, delayMs: 1.5 })).toMatchObject({ priority: 7, delayMs: 1.5 });
  });

  it.each([
    { delayMs: Number.NaN },
    { delayMs: Number.POSITIVE_INFINITY },
    { delayMs: 1e15 },
    { priority: 1.5 },
    { priority: 2 ** 40 },
  ])('is refused at the place %j, before it spoils the transaction it is written in', (place) => {
    expect(() => prepare(place)).toThrow(ValidationError);
  });
});
