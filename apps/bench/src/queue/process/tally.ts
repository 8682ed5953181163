import { monotonicMs } from '../../monotonic.ts';
import type { Answers, Progress } from './protocol.ts';

/** Counts how often each task of a range runs. */
export interface Tally {
  readonly onTask: (n: number) => void;
  readonly expect: (range: { readonly from: number; readonly to: number }) => void;
  readonly progress: () => Progress;
  readonly result: () => Answers['tally'];
}

const MAX_RUNS = 255;

/** `onAll` is called when as many tasks have run as the range holds. */
export const makeTally = (onAll: () => void): Tally => {
  let from = 0;
  let runs = new Uint8Array(0);
  let startedAt = new Float64Array(0);
  let [ran, strangers, firstAt, lastAt] = [0, 0, 0, 0];
  return {
    onTask: (n) => {
      const index = n - from;
      const before = runs[index];
      if (before === undefined) {
        strangers += 1;
        return;
      }
      lastAt = monotonicMs();
      if (ran === 0) firstAt = lastAt;
      if (before === 0) startedAt[index] = lastAt;
      runs[index] = Math.min(before + 1, MAX_RUNS);
      ran += 1;
      if (ran === runs.length) onAll();
    },
    expect: (range) => {
      from = range.from;
      runs = new Uint8Array(range.to - range.from);
      startedAt = new Float64Array(runs.length);
      [ran, strangers, firstAt, lastAt] = [0, 0, 0, 0];
    },
    progress: () => ({ type: 'progress', ran, firstAt, lastAt }),
    result: () => ({ runs, startedAt, strangers }),
  };
};
