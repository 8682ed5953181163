import type { IQueueBackend } from 'bullmq';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { settings } from './settings.ts';
import { steadyBackend } from './steady-backend.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const backendWith = (operation: () => Promise<unknown>): IQueueBackend => {
  const names = ['moveToActive', 'moveToCompleted', 'moveToFailed', 'moveToDelayed', 'retryJob'];
  return steadyBackend(
    Object.fromEntries(names.map((name) => [name, operation])) as unknown as IQueueBackend,
  );
};

it('rests before it passes on that a fetch failed', async () => {
  const backend = backendWith(() => Promise.reject(new Error('OOM')));
  const started = Date.now();
  await Promise.all([
    expect(backend.moveToActive('token')).rejects.toThrow('OOM'),
    vi.advanceTimersByTimeAsync(settings.failedFetchRestMs),
  ]);
  expect(Date.now() - started).toBe(settings.failedFetchRestMs);
});

it('insists on an outcome while the connection is broken', async () => {
  const operation = vi
    .fn<() => Promise<unknown>>()
    .mockRejectedValueOnce(new Error('Connection terminated unexpectedly'))
    .mockRejectedValueOnce(Object.assign(new Error('starting up'), { code: '57P03' }))
    .mockResolvedValue(undefined);
  const retried = backendWith(operation).retryJob('1', false, 'token');
  await vi.runAllTimersAsync();
  await retried;
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
  await Promise.all([
    expect(backendWith(operation).retryJob('1', false, 'token')).rejects.toThrow('no route'),
    vi.runAllTimersAsync(),
  ]);
  expect(operation).toHaveBeenCalledTimes(settings.settleTries);
});
