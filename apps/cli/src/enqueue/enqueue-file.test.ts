import { Readable } from 'node:stream';
import { makeClient, type NewTask } from '@sherpa/api';
import { contracts } from '@sherpa/agents/contracts';
import { newId } from '@sherpa/core';
import { describe, expect, it } from 'vitest';
import { enqueueFile, type TaskFile } from './enqueue-file.ts';

const setUp = () => {
  const sent: NewTask[] = [];
  const told: string[] = [];
  const client = makeClient({ url: 'http://127.0.0.1:9', apiKey: 'key' });
  const fake = {
    ...client,
    tasks: {
      ...client.tasks,
      enqueue: async (tasks: readonly NewTask[]) => {
        sent.push(...tasks);
        return tasks.map(() => ({ id: newId(), inserted: true }));
      },
    },
  };
  const terminal = {
    line: (line = '') => void told.push(line),
    json: (value: unknown) => void told.push(JSON.stringify(value)),
    problem: (line: string) => void told.push(line),
    style: (_format: unknown, line: string) => line,
    isLive: false,
    columns: () => 80,
    write: (line: string) => void told.push(line),
  };
  const fileOf = (lines: readonly string[], skipBad: boolean): TaskFile => ({
    file: '-',
    stdin: Readable.from([lines.join('\n')]),
    contracts,
    work: { agent: 'sales', type: 'contacts.sync' },
    options: {},
    skipBad,
    json: false,
  });
  return { sent, told, terminal, client: fake, fileOf };
};

const lines = ['{"rowsBefore":1}', '{"rowsBefore":"x"}', '{"rowsBefore":2}'];

describe('enqueueFile', () => {
  it('sends nothing when one line is bad, and names line and field', async () => {
    const { client, terminal, fileOf, sent, told } = setUp();
    await expect(enqueueFile(client, fileOf(lines, false), terminal)).rejects.toThrow(
      'Nothing was enqueued.',
    );
    expect(sent).toEqual([]);
    expect(told[1]).toMatch(/^ {2}line 2: rowsBefore: /u);
  });

  it('leaves bad lines out where that is asked for', async () => {
    const { client, terminal, fileOf, sent, told } = setUp();
    expect(await enqueueFile(client, fileOf(lines, true), terminal)).toBe(0);
    expect(sent.map(({ payload }) => payload)).toEqual([{ rowsBefore: 1 }, { rowsBefore: 2 }]);
    expect(told.at(-1)).toBe('Enqueued 2 tasks, 1 bad line left out.');
  });
});
