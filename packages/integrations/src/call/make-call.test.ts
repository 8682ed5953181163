import { AppError, IntegrationError } from '@sherpa/core';
import { describe, expect, it } from 'vitest';
import { errorOf, makeTestCall } from '../testing/test-call.ts';
import { makeCall } from './make-call.ts';
import { VendorFailure, type VendorFacts } from './vendor-failure.ts';

const failing = (...facts: readonly VendorFacts[]) => {
  let tries = 0;
  return {
    tries: () => tries,
    run: async (): Promise<string> => {
      const fact = facts[tries];
      tries += 1;
      if (fact !== undefined) throw new VendorFailure(fact);
      return 'done';
    },
  };
};

const unavailable: VendorFacts = { kind: 'answer', status: 503 };

describe('a call', () => {
  it('gives what was asked for, measured and logged once', async () => {
    const { call, observations, logged } = makeTestCall();
    await expect(call({ operation: 'x.get', idempotent: true, run: async () => 7 })).resolves.toBe(7);
    expect(observations).toMatchObject([
      { vendor: 'vendor', operation: 'x.get', outcome: 'ok', status: undefined },
    ]);
    expect(logged).toMatchObject([
      {
        level: 'debug',
        message: 'Vendor call done.',
        fields: { operation: 'x.get', attempt: 1, outcome: 'ok' },
      },
    ]);
  });

  it('tries an idempotent call up to three times, with growing rests', async () => {
    const { call, rests, observations } = makeTestCall();
    const { run, tries } = failing(unavailable, { kind: 'network', networkCode: 'ECONNRESET' });
    await expect(call({ operation: 'x.get', idempotent: true, run })).resolves.toBe('done');
    expect(tries()).toBe(3);
    expect(rests).toEqual([250, 500]);
    expect(observations.map(({ outcome, status }) => [outcome, status])).toEqual([
      ['integration_unavailable', 503],
      ['integration_unavailable', undefined],
      ['ok', undefined],
    ]);
  });

  it('gives up after the third try with the last error', async () => {
    const { call, logged } = makeTestCall();
    const { run, tries } = failing(unavailable, unavailable, { kind: 'garbled', status: 200 }, unavailable);
    const error = await errorOf(call({ operation: 'x.get', idempotent: true, run }));
    expect(error).toBeInstanceOf(IntegrationError);
    expect(error).toMatchObject({ code: 'integration_bad_answer', retry: 'backoff' });
    expect(tries()).toBe(3);
    expect(logged.map(({ level, fields }) => [level, fields['attempt']])).toEqual([
      ['warn', 1],
      ['warn', 2],
      ['warn', 3],
    ]);
  });

  it('makes a keyless write once, whatever happens', async () => {
    const { call, rests } = makeTestCall();
    const { run, tries } = failing(unavailable);
    const error = await errorOf(call({ operation: 'x.create', idempotent: false, run }));
    expect(error.retry).toBe('never');
    expect(tries()).toBe(1);
    expect(rests).toEqual([]);
  });

  it('waits inside the call when the vendor asks for two seconds at most', async () => {
    const { call, rests } = makeTestCall();
    const { run } = failing({ kind: 'answer', status: 429, retryAfter: '2' });
    await expect(call({ operation: 'x.get', idempotent: true, run })).resolves.toBe('done');
    expect(rests).toEqual([2_000]);
  });

  it('leaves a longer wait to the task', async () => {
    const { call, rests } = makeTestCall();
    const { run, tries } = failing({ kind: 'answer', status: 429, retryAfter: '3' });
    const error = await errorOf(call({ operation: 'x.get', idempotent: true, run }));
    expect(error.retry).toEqual({ afterMs: 3_000, counted: false });
    expect(tries()).toBe(1);
    expect(rests).toEqual([]);
  });

  it.each<VendorFacts>([{ kind: 'timeout' }, { kind: 'mismatch' }, { kind: 'answer', status: 400 }])(
    'does not try again after %j',
    async (facts) => {
      const { call } = makeTestCall();
      const { run, tries } = failing(facts);
      await errorOf(call({ operation: 'x.get', idempotent: true, run }));
      expect(tries()).toBe(1);
    },
  );

  it('ends in time although what it runs ignores its signal', async () => {
    const { call, observations } = makeTestCall({ timeoutsMs: [5] });
    const run = (): Promise<never> => Promise.withResolvers<never>().promise;
    const error = await errorOf(call({ operation: 'x.get', idempotent: true, run }));
    expect(error).toMatchObject({ code: 'integration_timeout', retry: 'backoff' });
    expect(observations).toMatchObject([{ outcome: 'integration_timeout' }]);
  });

  it('is cancelled by the signal of its task', async () => {
    const { call, logged } = makeTestCall();
    const task = new AbortController();
    const aborted = Promise.withResolvers<void>();
    const run = (signal: AbortSignal): Promise<never> => {
      signal.addEventListener('abort', () => aborted.resolve());
      task.abort();
      return Promise.withResolvers<never>().promise;
    };
    const error = await errorOf(call({ operation: 'x.get', idempotent: true, signal: task.signal, run }));
    expect(error).toMatchObject({ code: 'task_cancelled' });
    await aborted.promise;
    expect(logged).toMatchObject([{ level: 'info' }]);
  });

  it('asks nothing when its task is cancelled already', async () => {
    const { call } = makeTestCall();
    const { run, tries } = failing();
    const error = await errorOf(
      call({ operation: 'x.get', idempotent: true, signal: AbortSignal.abort(), run }),
    );
    expect(error).toMatchObject({ code: 'task_cancelled' });
    expect(tries()).toBe(0);
  });

  it('is cancelled inside a rest', async () => {
    const task = new AbortController();
    const silent = { debug: () => undefined, info: () => undefined, warn: () => task.abort() };
    const call = makeCall({
      vendor: 'vendor',
      log: silent,
      onCall: () => undefined,
      clock: { now: () => new Date(0) },
    });
    const { run, tries } = failing(unavailable);
    const error = await errorOf(call({ operation: 'x.get', idempotent: true, signal: task.signal, run }));
    expect(error).toMatchObject({ code: 'task_cancelled' });
    expect(tries()).toBe(1);
  });

  it('lets an error of ours through as it is', async () => {
    const { call } = makeTestCall();
    const ours = new AppError('Ours.', { retry: 'never' });
    const run = (): Promise<never> => Promise.reject(ours);
    await expect(call({ operation: 'x.get', idempotent: true, run })).rejects.toBe(ours);
  });

  it('measures with the clock it was given', async () => {
    let ms = 0;
    const observed: number[] = [];
    const call = makeCall({
      vendor: 'vendor',
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
      onCall: ({ durationMs }) => observed.push(durationMs),
      clock: { now: () => new Date((ms += 40)) },
    });
    await call({ operation: 'x.get', idempotent: true, run: async () => 1 });
    expect(observed).toEqual([40]);
  });
});
