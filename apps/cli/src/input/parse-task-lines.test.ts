import { defineContract } from '@sherpa/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseTaskLines } from './parse-task-lines.ts';

const contracts = [
  defineContract({
    agent: 'greeter',
    description: 'Greets.',
    tasks: {
      hello: {
        description: 'Says hello.',
        payload: z.strictObject({ name: z.string() }),
        result: z.string(),
      },
    },
    messages: {},
    events: {},
    state: {},
  }),
];

const work = { agent: 'greeter', type: 'hello' };

describe('parseTaskLines', () => {
  it('reads each line as a payload of the named work', async () => {
    const read = await parseTaskLines(['{"name":"Ada"}', '', '{"name":"Bo"}'], {
      contracts,
      work,
      options: { delayMs: 5 },
    });
    expect(read.problems).toEqual([]);
    expect(read.tasks).toEqual([
      { ...work, payload: { name: 'Ada' }, delayMs: 5 },
      { ...work, payload: { name: 'Bo' }, delayMs: 5 },
    ]);
  });

  it('reads whole tasks where no work is named, each with its own key', async () => {
    const line = JSON.stringify({ ...work, payload: { name: 'Ada' }, key: 'ada', priority: 3 });
    const read = await parseTaskLines([line], { contracts, work: undefined, options: { priority: 7 } });
    expect(read.tasks).toEqual([{ ...work, payload: { name: 'Ada' }, key: 'ada', priority: 3 }]);
  });

  it('names line and field of everything that is wrong', async () => {
    const read = await parseTaskLines(['{"name":"Ada"}', '{"name":1}', 'nonsense', '', '{"nam":"Bo"}'], {
      contracts,
      work,
      options: {},
    });
    expect(read.tasks).toHaveLength(1);
    expect(read.problems.map(({ line, field }) => [line, field])).toEqual([
      [2, 'name'],
      [3, 'line'],
      [5, 'name'],
      [5, 'payload'],
    ]);
  });

  it('knows what no agent does', async () => {
    const lines = ['{"agent":"nobody","type":"hello"}', '{"agent":"greeter","type":"bye"}', '[1]'];
    const read = await parseTaskLines(lines, { contracts, work: undefined, options: {} });
    expect(read.problems.map(({ line, field }) => [line, field])).toEqual([
      [1, 'agent'],
      [2, 'type'],
      [3, 'line'],
    ]);
  });
});
