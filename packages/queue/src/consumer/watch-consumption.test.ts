import { expect, it, onTestFinished, vi } from 'vitest';
import { watchConsumption } from './watch-consumption.ts';

const patience = { selfCheckMs: 10, stuckAfterMs: 30 };

/** An idle consumer beside a queue in which jobs lie, unless said otherwise. */
const watch = (over: { readonly room?: number; readonly open?: () => Promise<boolean> } = {}) => {
  const consumer = { lastTakenMs: -Infinity, healed: 0, asked: 0 };
  const errors: unknown[] = [];
  const made = watchConsumption({
    agent: 'sales',
    capacity: { room: () => over.room ?? 1 },
    lastTakenMs: () => consumer.lastTakenMs,
    hasOpenJobs: () => {
      consumer.asked += 1;
      return over.open?.() ?? Promise.resolve(true);
    },
    heal: () => {
      consumer.healed += 1;
    },
    onError: (error) => errors.push(error),
    patience,
  });
  onTestFinished(() => made.stop());
  return { ...made, consumer, errors };
};

it('finds by itself that an idle consumer leaves jobs lying, says so and opens its connections anew', async () => {
  const { consumer, errors, isConsuming } = watch();
  expect(await isConsuming()).toBe(true);
  await vi.waitFor(() => expect(consumer.healed).toBeGreaterThan(0));
  expect(errors).not.toHaveLength(0);
  expect(await isConsuming()).toBe(false);
});

it('takes a consumer for sound again as soon as it takes a job', async () => {
  const { consumer, isConsuming } = watch();
  await vi.waitFor(async () => expect(await isConsuming()).toBe(false));
  consumer.lastTakenMs = performance.now();
  expect(await isConsuming()).toBe(true);
});

it('takes a consumer for sound again once nothing lies there any more', async () => {
  let open = true;
  const { isConsuming } = watch({ open: () => Promise.resolve(open) });
  await vi.waitFor(async () => expect(await isConsuming()).toBe(false));
  open = false;
  expect(await isConsuming()).toBe(true);
});

it('asks nothing of the server while the consumer has no room', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { consumer, isConsuming } = watch({ room: 0 });
  await vi.advanceTimersByTimeAsync(100 * patience.selfCheckMs);
  expect(await isConsuming()).toBe(true);
  expect(consumer).toMatchObject({ asked: 0, healed: 0 });
});

it('heals nothing while the server is away, and says so only to who asks', async () => {
  const { consumer, errors, isConsuming } = watch({ open: () => Promise.reject(new Error('away')) });
  await vi.waitFor(() => expect(consumer.asked).toBeGreaterThan(3));
  await expect(isConsuming()).rejects.toThrow('away');
  expect(consumer.healed).toBe(0);
  expect(errors).toEqual([]);
});
