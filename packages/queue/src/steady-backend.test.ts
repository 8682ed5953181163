import type { IQueueBackend } from 'bullmq';
import { expect, it, vi } from 'vitest';
import { steadyBackend } from './steady-backend.ts';

const patience = { failedFetchRestMs: 3, settleTries: 4, settleRestMs: 1 };

const backendWith = (
  operation: () => Promise<unknown>,
  dropped: AbortSignal = new AbortController().signal,
): IQueueBackend => {
  const names = ['moveToActive', 'moveToCompleted', 'moveToFailed', 'moveToDelayed', 'retryJob'];
  const backend = Object.fromEntries(names.map((name) => [name, operation]));
  return steadyBackend(backend as unknown as IQueueBackend, dropped, patience);
};

it('passes on that a fetch failed, after a rest', async () => {
  const backend = backendWith(() => Promise.reject(new Error('OOM')));
  const started = performance.now();
  await expect(backend.moveToActive('token')).rejects.toThrow('OOM');
  // A timer may fire up to a millisecond early; without the rest this would be far below one.
  expect(performance.now() - started).toBeGreaterThan(patience.failedFetchRestMs - 1);
});

it('insists on an outcome while the connection is broken', async () => {
  const operation = vi
    .fn<() => Promise<unknown>>()
    .mockRejectedValueOnce(new Error('Connection terminated unexpectedly'))
    .mockRejectedValueOnce(Object.assign(new Error('starting up'), { code: '57P03' }))
    .mockResolvedValue(undefined);
  await backendWith(operation).retryJob('1', false, 'token');
  expect(operation).toHaveBeenCalledTimes(3);
});

it('takes a verdict of BullMQ for an answer', async () => {
  const operation = vi
    .fn<() => Promise<unknown>>()
    .mockRejectedValue(Object.assign(new Error('Missing lock'), { code: -2 }));
  await expect(backendWith(operation).retryJob('1', false, 'token')).rejects.toThrow('Missing lock');
  expect(operation).toHaveBeenCalledTimes(1);
});

it('gives up in the end', async () => {
  const operation = vi.fn<() => Promise<unknown>>().mockRejectedValue(new Error('no route'));
  await expect(backendWith(operation).retryJob('1', false, 'token')).rejects.toThrow('no route');
  expect(operation).toHaveBeenCalledTimes(patience.settleTries);
});

it('does not insist once the connections are dropped', async () => {
  const operation = vi.fn<() => Promise<unknown>>().mockRejectedValue(new Error('Connection is closed.'));
  const backend = backendWith(operation, AbortSignal.abort());
  await expect(backend.retryJob('1', false, 'token')).rejects.toThrow('Connection is closed.');
  expect(operation).toHaveBeenCalledTimes(1);
});
