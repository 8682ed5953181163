import type { BudgetAnswer, BudgetPermit, BudgetRequest, CallEnd } from '@sherpa/core';
import { describe, expect, it } from 'vitest';
import { errorOf, makeTestCall } from '../testing/test-call.ts';
import { makeCallBudget } from './call-budget.ts';
import { makeExchanges } from './exchange.ts';
import { VendorFailure } from './vendor-failure.ts';
import type { VendorLimits } from './vendor-limits.ts';

const account = { id: 'c1', vendor: 'vendor', tenantId: null, credentials: 'v1' };

const limits: VendorLimits = {
  windows: { burst: { limit: 10, windowMs: 1_000 }, endpoint: { limit: 5, windowMs: 1_000 } },
  windowsOf: (operation) => ['burst', `endpoint:${operation}`],
  leftOf: (headers) => ({ burst: Number(headers['x-left']) }),
  closedBy: () => 'burst',
};

type Turn = BudgetAnswer | { readonly kind: 'permit'; readonly startInMs: number; readonly inTime?: boolean };

/** A store of budgets that answers as it is told, and a clock that moves only by waiting. */
const makeGround = (...turns: readonly Turn[]) => {
  let nowMs = 100;
  const waits: number[] = [];
  const asked: BudgetRequest[] = [];
  const ends: CallEnd[] = [];
  const closed: unknown[] = [];
  let givenBack = 0;
  const permitOf = (startInMs: number, inTime: boolean): BudgetPermit => ({
    startAt: nowMs + startInMs,
    use: () => inTime,
    settle: (end) => ends.push(end),
    giveBack: () => {
      givenBack += 1;
    },
  });
  const budget = makeCallBudget({
    account,
    limits,
    now: () => nowMs,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      waits.push(ms);
      nowMs += ms;
    },
    budgets: {
      take: async (request) => {
        const turn = turns[Math.min(asked.length, turns.length - 1)];
        asked.push(request);
        if (turn === undefined) throw new Error('There is no more to take.');
        if (turn.kind !== 'permit') return turn;
        return { kind: 'granted', permit: permitOf(turn.startInMs, turn.inTime ?? true) };
      },
      close: async (_account, closing) => {
        closed.push(closing);
      },
    },
  });
  return { budget, waits, asked, ends, closed, givenBack: () => givenBack };
};

const request = { operation: 'x.list', idempotent: true, run: async () => 7 } as const;

describe('a call with a budget', () => {
  it('asks for all the windows of its operation at once, and waits for its turn', async () => {
    const { budget, asked, waits, ends } = makeGround({ kind: 'permit', startInMs: 250 });
    const { call } = makeTestCall({ budget });
    await expect(call({ ...request, priority: 'background', weight: 2 })).resolves.toBe(7);
    expect(asked).toMatchObject([
      {
        windows: [
          { name: 'burst', limit: 10 },
          { name: 'endpoint:x.list', limit: 5 },
        ],
        weight: 2,
        priority: 'background',
        maxWaitMs: 2_000,
      },
    ]);
    expect(waits).toEqual([250]);
    expect(ends).toEqual([{ answered: false, health: 'good', left: undefined }]);
  });

  it('takes from the windows that the call names', async () => {
    const { budget, asked } = makeGround({ kind: 'permit', startInMs: 0 });
    await makeTestCall({ budget }).call({ ...request, windows: ['burst'] });
    expect(asked[0]?.windows.map(({ name }) => name)).toEqual(['burst']);
  });

  it('takes another permit, with more time on its way, when the first came too late to be used', async () => {
    const late = { kind: 'permit', startInMs: 0, inTime: false } as const;
    const { budget, asked } = makeGround(late, late, { kind: 'permit', startInMs: 0 });
    await expect(makeTestCall({ budget }).call(request)).resolves.toBe(7);
    expect(asked.map(({ skewFactor }) => skewFactor)).toEqual([1, 2, 4]);
  });

  it('leaves a long wait to the task, uncounted, without a try of its own and without an observation', async () => {
    const refused = { kind: 'refused', reason: 'spent', window: 'burst', afterMs: 4_000 } as const;
    const { budget, asked } = makeGround(refused);
    const { call, observations, rests, logged } = makeTestCall({ budget });
    const error = await errorOf(call(request));
    expect(error).toMatchObject({
      code: 'integration_budget',
      retry: { afterMs: 4_000, counted: false },
      details: { vendor: 'vendor', operation: 'x.list', reason: 'spent', window: 'burst' },
    });
    expect([asked.length, observations.length, rests.length]).toEqual([1, 0, 0]);
    expect(logged).toMatchObject([{ level: 'debug', message: 'Vendor call held back.' }]);
  });

  it('is sent away while the circuit is open', async () => {
    const refused = { kind: 'refused', reason: 'circuit_open', window: null, afterMs: 900 } as const;
    const { budget, asked } = makeGround(refused);
    const error = await errorOf(makeTestCall({ budget }).call(request));
    expect(error).toMatchObject({
      code: 'integration_circuit_open',
      retry: { afterMs: 900, counted: false },
    });
    expect(asked).toHaveLength(1);
  });

  it('gives its place back when its task is cancelled while it waits', async () => {
    const { budget, givenBack, ends } = makeGround({ kind: 'permit', startInMs: 50 });
    const task = new AbortController();
    let ran = 0;
    const asked = makeTestCall({ budget }).call({
      operation: 'x.create',
      idempotent: false,
      signal: task.signal,
      run: async () => (ran += 1),
    });
    task.abort();
    const error = await errorOf(asked);
    // Nothing was sent, so nothing is unknown.
    expect(error).toMatchObject({ code: 'task_cancelled', retry: 'backoff' });
    expect([ran, givenBack(), ends.length]).toEqual([0, 1, 0]);
  });

  it('takes anew for each try, and tells how each ended', async () => {
    const { budget, asked, ends } = makeGround({ kind: 'permit', startInMs: 0 });
    let tries = 0;
    const run = async (): Promise<string> => {
      tries += 1;
      if (tries === 1) throw new VendorFailure({ kind: 'answer', status: 503 });
      if (tries === 2) throw new VendorFailure({ kind: 'timeout' });
      return 'done';
    };
    await errorOf(makeTestCall({ budget }).call({ ...request, run }));
    expect(asked).toHaveLength(2);
    expect(ends).toMatchObject([
      { answered: true, health: 'bad' },
      { answered: false, health: 'bad' },
    ]);
  });

  it('closes what a 429 names, for as long as it says', async () => {
    const { budget, closed } = makeGround({ kind: 'permit', startInMs: 0 });
    const run = async (): Promise<never> => {
      throw new VendorFailure({ kind: 'answer', status: 429, retryAfter: '30' });
    };
    await errorOf(makeTestCall({ budget }).call({ ...request, run }));
    expect(closed).toEqual([{ window: 'burst', forMs: 30_000 }]);
  });

  it('passes on what the answer’s headers say is left', async () => {
    const { budget, ends } = makeGround({ kind: 'permit', startInMs: 0 });
    const exchanges = makeExchanges();
    const run = (signal: AbortSignal) =>
      exchanges.run({ signal, answer: undefined }, async () => {
        exchanges.current().answer = { status: 200, headers: { 'x-left': '3' } };
        return 7;
      });
    await makeTestCall({ budget }).call({ ...request, run });
    expect(ends).toEqual([{ answered: true, health: 'good', left: { burst: 3 } }]);
  });
});
