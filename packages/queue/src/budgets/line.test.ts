import type { BudgetAnswer, BudgetRequest } from '@sherpa/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeLine } from './line.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const request = (over: Partial<BudgetRequest> = {}): BudgetRequest => ({
  account: { id: 'a', vendor: 'vendor', tenantId: null, credentials: '' },
  windows: [{ name: 'all', limit: 10, windowMs: 1_000, skewMs: 40 }],
  weight: 1,
  priority: 'normal',
  maxWaitMs: 2_000,
  skewFactor: 1,
  ...over,
});

const refused = (afterMs: number, reason: 'spent' | 'circuit_open' = 'spent'): BudgetAnswer => ({
  kind: 'refused',
  reason,
  window: 'all',
  afterMs,
});

const makeGround = () => {
  let [room, afterMs, givenBack] = [0, 400, 0];
  let reason: 'spent' | 'circuit_open' = 'spent';
  const asked: number[] = [];
  const line = makeLine({
    now: () => Date.now(),
    ask: async ({ maxWaitMs }) => {
      asked.push(maxWaitMs);
      await Promise.resolve();
      if (room === 0) return refused(afterMs, reason);
      room -= 1;
      const giveBack = (): void => {
        givenBack += 1;
      };
      return { kind: 'granted', permit: { startAt: 0, use: () => true, settle: () => undefined, giveBack } };
    },
  });
  return {
    line,
    asked,
    givenBack: () => givenBack,
    setRoom: (calls: number) => (room = calls),
    refuse: (ms: number, why: 'spent' | 'circuit_open' = 'spent') => ([afterMs, reason] = [ms, why]),
  };
};

describe('a line', () => {
  it('lets in those who came first, when there is room again', async () => {
    const { line, setRoom } = makeGround();
    const done: number[] = [];
    for (const at of [1, 2, 3]) void line.take(request()).then(() => done.push(at));
    await vi.advanceTimersByTimeAsync(50);
    expect(done).toEqual([]);
    setRoom(2);
    await vi.advanceTimersByTimeAsync(300);
    expect(done).toEqual([1, 2]);
    // Who comes now is behind the one that waits.
    void line.take(request()).then(() => done.push(4));
    setRoom(1);
    await vi.advanceTimersByTimeAsync(400);
    expect(done).toEqual([1, 2, 3]);
  });

  it('books no more than a little ahead, and asks again about when there may be room', async () => {
    const { line, asked } = makeGround();
    void line.take(request());
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual([250]);
    // 400 ms, less the 40 that an answer may still win, less half of what may be booked ahead.
    await vi.advanceTimersByTimeAsync(230);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10);
    expect(asked).toHaveLength(2);
  });

  it('sends away at once who would wait for too long, or is not to wait at all', async () => {
    const { line, refuse } = makeGround();
    refuse(3_000);
    await expect(line.take(request())).resolves.toMatchObject({ kind: 'refused', afterMs: 3_000 });
    refuse(100, 'circuit_open');
    await expect(line.take(request())).resolves.toMatchObject({ reason: 'circuit_open' });
  });

  it('sends away in time who has waited in vain', async () => {
    const { line } = makeGround();
    const answer = line.take(request());
    const ended = vi.fn<(answer: BudgetAnswer) => void>();
    void answer.then(ended);
    await vi.advanceTimersByTimeAsync(1_200);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(900);
    expect(ended).toHaveBeenCalledWith(expect.objectContaining({ kind: 'refused' }));
  });

  it('lets go of who has been cancelled, and gives back what comes for him', async () => {
    const { line, setRoom, givenBack } = makeGround();
    const [waits, isAsking] = [new AbortController(), new AbortController()];
    const first = line.take(request({ signal: waits.signal }));
    first.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(10);
    waits.abort(new Error('cancelled'));
    await expect(first).rejects.toThrow('cancelled');
    await vi.advanceTimersByTimeAsync(1_000);
    setRoom(1);
    const second = line.take(request({ signal: isAsking.signal }));
    second.catch(() => undefined);
    await Promise.resolve();
    isAsking.abort(new Error('cancelled'));
    await expect(second).rejects.toThrow('cancelled');
    await vi.advanceTimersByTimeAsync(10);
    expect(givenBack()).toBe(1);
  });
});
