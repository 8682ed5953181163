import { Redis } from 'ioredis';
import pg from 'pg';
import { expect, it, onTestFinished, vi } from 'vitest';
import { makeQueue } from './make-queue.ts';
import { redisPrefix, schemaName } from './names.ts';
import type { Queue } from './queue.ts';
import { describeEachBackend, type Bench } from './testing/each-backend.ts';
import { entry, makeGate, startRecording } from './testing/recording-consumer.ts';

const patience = { timeout: 20_000, interval: 20 };

const loseRedis = async (url: string, namespace: string): Promise<void> => {
  const client = new Redis(url);
  // Of this namespace only: the server is shared with other tests.
  const keys = await client.keys(`${redisPrefix(namespace)}:*`);
  if (keys.length > 0) await client.del(...keys);
  await client.quit();
};

const losePostgres = async (url: string, namespace: string): Promise<void> => {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`DROP SCHEMA ${schemaName(namespace)} CASCADE`);
  await client.end();
};

const lose = ({ kind, url }: Bench, namespace: string): Promise<void> =>
  kind === 'redis' ? loseRedis(url, namespace) : losePostgres(url, namespace);

describeEachBackend((bench) => {
  /** A queue of the test's own, since everything in it is going to be lost. */
  const openOwn = async (): Promise<{ queue: Queue; loseAll: () => Promise<void> }> => {
    const namespace = `t${crypto.randomUUID().slice(0, 13)}`;
    const queue = makeQueue({ url: bench.url, namespace, onError: () => undefined });
    onTestFinished(async () => {
      await queue.close();
      await lose(bench, namespace);
    });
    await queue.ready();
    return { queue, loseAll: () => lose(bench, namespace) };
  };

  it('keeps the mark that is left in the store until everything in it is lost', async () => {
    const { queue, loseAll } = await openOwn();
    expect((await queue.store.look()).mark).toBeUndefined();
    expect(await queue.store.mark(undefined, 'first')).toBe(true);
    expect(await queue.store.mark(undefined, 'second')).toBe(false);
    expect(await queue.store.mark('second', 'third')).toBe(false);
    expect(await queue.store.mark('first', 'second')).toBe(true);
    const before = await queue.store.look();
    expect(before.mark).toBe('second');
    expect(before.identity).toMatch(/\w/u);
    expect(await queue.store.look()).toEqual(before);
    await loseAll();
    expect((await queue.store.look()).mark).toBeUndefined();
    await queue.ready();
    expect(await queue.store.mark(undefined, 'again')).toBe(true);
  });

  it.skipIf(bench.kind === 'redis')(
    'has another identity once its schema was made anew, or emptied',
    async () => {
      const { queue, loseAll } = await openOwn();
      const first = await queue.store.look();
      await loseAll();
      await queue.ready();
      const second = await queue.store.look();
      expect(second.identity).not.toBe(first.identity);
      await queue.boardQueue('any').getJobCounts();
    },
  );

  it.each([
    { kind: 'retry', afterMs: 300, reason: 'not yet' } as const,
    { kind: 'later', afterMs: 300 } as const,
  ])('brings a job back that was lost while it ran and is to come again: $kind', async (outcome) => {
    const { queue, loseAll } = await openOwn();
    const gate = makeGate();
    const task = entry({ type: 'invoice.sync', priority: 7 });
    const { jobs, errors } = startRecording(queue, {
      agent: 'sales',
      concurrency: 2,
      handle: async () => {
        if (jobs.length > 1) return { kind: 'done' };
        await gate.opened;
        return outcome;
      },
    });
    await queue.add('sales', [task]);
    await vi.waitFor(() => expect(jobs).toHaveLength(1), patience);
    await loseAll();
    await queue.ready();
    gate.open();
    await vi.waitFor(() => expect(jobs).toHaveLength(2), patience);
    const { id, taskIds, type, priority } = jobs[0] ?? {};
    expect(jobs[1]).toMatchObject({ id, taskIds, type, priority });
    await vi.waitFor(async () => expect((await queue.counts('sales')).completed).toBe(1), patience);
    const losses = errors.filter(({ message }) => message === 'The queue has lost jobs while they ran.');
    expect(losses).toHaveLength(1);
  });

  it('tells once of many jobs that were lost while they ran, and goes on', async () => {
    const { queue, loseAll } = await openOwn();
    const gate = makeGate();
    const { jobs, errors } = startRecording(queue, {
      agent: 'sales',
      concurrency: 20,
      handle: async () => {
        await gate.opened;
        return { kind: 'done' };
      },
    });
    await queue.add(
      'sales',
      Array.from({ length: 20 }, () => entry()),
    );
    await vi.waitFor(() => expect(jobs).toHaveLength(20), patience);
    await loseAll();
    await queue.ready();
    gate.open();
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0), patience);
    await vi.waitFor(() => queue.add('sales', [entry()]), patience);
    await vi.waitFor(() => expect(jobs).toHaveLength(21), patience);
    const losses = errors.filter(({ message }) => message === 'The queue has lost jobs while they ran.');
    expect(losses).toHaveLength(1);
  });
});
