export interface BatcherOptions<I, O> {
  /** Does the work of many at once; answers in order. A rejection is every waiting caller's. */
  readonly run: (items: readonly I[]) => Promise<readonly O[]>;
  /** The weight of a batch; one item may be heavier by itself. */
  readonly maxBatch: number;
  /** How many batches may be under way; what comes meanwhile makes the next one. */
  readonly maxConcurrent: number;
  /** While one is under way, the next one waits until it has so many items: small batches cost the most. One, where absent. */
  readonly overlapFrom?: number;
  /** What an item counts for. One, where absent. */
  readonly weigh?: (item: I) => number;
}

interface Waiting<I, O> {
  readonly item: I;
  readonly resolve: (answer: O) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Group commit: callers that come at the same time, or while all batches are busy, share one call of `run`. It clocks itself; there is no timer to wait for.
 */
export const makeBatcher = <I, O>(options: BatcherOptions<I, O>): ((item: I) => Promise<O>) => {
  const { weigh = () => 1, overlapFrom = 1 } = options;
  let waiting: Waiting<I, O>[] = [];
  let running = 0;
  let scheduled = false;

  const takeBatch = (): Waiting<I, O>[] => {
    let weight = 0;
    let count = 0;
    for (const { item } of waiting) {
      weight += weigh(item);
      if (count > 0 && weight > options.maxBatch) break;
      count += 1;
    }
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return batch;
  };

  const flush = async (): Promise<void> => {
    const batch = takeBatch();
    running += 1;
    try {
      const answers = await options.run(batch.map((entry) => entry.item));
      for (const [index, answer] of answers.entries()) batch[index]?.resolve(answer);
    } catch (err) {
      for (const entry of batch) entry.reject(err);
    } finally {
      running -= 1;
      schedule();
    }
  };

  const mayBegin = (): boolean =>
    running < options.maxConcurrent && waiting.length >= (running === 0 ? 1 : overlapFrom);

  const schedule = (): void => {
    if (scheduled || !mayBegin()) return;
    scheduled = true;
    // Where nothing is under way there is nobody to wait for, and what comes meanwhile is gathered anyway.
    (running === 0 ? process.nextTick : setImmediate)(() => {
      scheduled = false;
      if (mayBegin()) void flush();
      schedule();
    });
  };

  return (item) =>
    new Promise<O>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
    });
};
