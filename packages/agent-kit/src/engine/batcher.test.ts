import { describe, expect, test } from 'vitest';
import { makeBatcher } from './batcher.ts';

const makeRecorder = () => {
  const batches: number[][] = [];
  const gates: (() => void)[] = [];
  const run = (items: readonly number[]): Promise<readonly number[]> => {
    batches.push([...items]);
    return new Promise((resolve) => {
      gates.push(() => resolve(items.map((item) => item * 10)));
    });
  };
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      setImmediate(() => {
        setImmediate(resolve);
      });
    });
  return { batches, gates, run, turn };
};

describe('makeBatcher', () => {
  test('callers of one turn share a call and each gets its own answer', async () => {
    const { batches, gates, run, turn } = makeRecorder();
    const ask = makeBatcher({ run, maxBatch: 10, maxConcurrent: 1 });
    const answers = Promise.all([ask(1), ask(2), ask(3)]);
    await turn();
    gates[0]?.();
    expect(await answers).toEqual([10, 20, 30]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  test('what comes while all calls are busy makes the next batch', async () => {
    const { batches, gates, run, turn } = makeRecorder();
    const ask = makeBatcher({ run, maxBatch: 10, maxConcurrent: 1 });
    const first = ask(1);
    await turn();
    const rest = Promise.all([ask(2), ask(3)]);
    await turn();
    expect(batches).toEqual([[1]]);
    gates[0]?.();
    await first;
    await turn();
    gates[1]?.();
    await rest;
    expect(batches).toEqual([[1], [2, 3]]);
  });

  test('a small batch waits for the one under way, a large one does not', async () => {
    const { batches, gates, run, turn } = makeRecorder();
    const ask = makeBatcher({ run, maxBatch: 10, maxConcurrent: 2, overlapFrom: 3 });
    const answers = [ask(1)];
    await turn();
    answers.push(ask(2), ask(3));
    await turn();
    expect(batches).toEqual([[1]]);
    answers.push(ask(4));
    await turn();
    expect(batches).toEqual([[1], [2, 3, 4]]);
    for (const open of gates) open();
    expect(await Promise.all(answers)).toEqual([10, 20, 30, 40]);
  });

  test('no batch is larger than allowed', async () => {
    const { batches, gates, run, turn } = makeRecorder();
    const ask = makeBatcher({ run, maxBatch: 2, maxConcurrent: 5 });
    const answers = Promise.all([1, 2, 3, 4, 5].map(ask));
    await turn();
    await turn();
    for (const open of gates) open();
    await answers;
    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
  });

  test('a call that fails rejects its own callers and no later ones', async () => {
    let calls = 0;
    const ask = makeBatcher({
      maxBatch: 10,
      maxConcurrent: 1,
      run: async (items: readonly number[]) => {
        calls += 1;
        if (calls === 1) throw new Error('once');
        return items;
      },
    });
    await expect(ask(1)).rejects.toThrow('once');
    expect(await ask(2)).toBe(2);
  });
});
