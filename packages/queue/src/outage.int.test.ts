import { expect, it, onTestFinished, vi } from 'vitest';
import { makeQueue } from './make-queue.ts';
import type { Queue } from './queue.ts';
import { startProxy, type CuttableProxy } from './testing/cuttable-proxy.ts';
import { describeEachBackend } from './testing/each-backend.ts';
import { entry, makeGate, startRecording } from './testing/recording-consumer.ts';

/** Ten seconds until a silent connection counts as dead, and what a stalled job takes on top. */
const longPatience = { timeout: 60_000, interval: 50 };
const patience = { timeout: 25_000, interval: 50 };

describeEachBackend(({ url, namespace, queue, newAgent }) => {
  const openThroughProxy = async (): Promise<{ proxy: CuttableProxy; far: Queue; errors: unknown[] }> => {
    const proxy = await startProxy(url);
    const errors: unknown[] = [];
    const far = makeQueue({ url: proxy.url, namespace, onError: (error) => errors.push(error) });
    onTestFinished(() => far.close());
    await far.ready();
    return { proxy, far, errors };
  };

  it('goes on consuming by itself after the server was away', async () => {
    const agent = newAgent();
    const { proxy, far } = await openThroughProxy();
    const { jobs, consumer, errors } = startRecording(far, { agent });
    await queue().add(agent, [entry()]);
    await vi.waitFor(() => expect(jobs).toHaveLength(1), patience);
    proxy.cut();
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0), patience);
    await queue().add(agent, [entry(), entry({ delayMs: 10 })]);
    expect(consumer.isRunning()).toBe(true);
    proxy.restore();
    await vi.waitFor(() => expect(jobs).toHaveLength(3), patience);
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(3), patience);
  });

  it.each([[0], [1]])(
    'goes on consuming by itself after its connections died without a word, with %d jobs in hand',
    async (inHand) => {
      const agent = newAgent();
      const gate = makeGate();
      const { proxy, far } = await openThroughProxy();
      const { jobs, consumer } = startRecording(far, {
        agent,
        concurrency: 5,
        handle: async (job) => {
          if (job.type === 'held') await gate.opened;
          return { kind: 'done' };
        },
      });
      const held = Array.from({ length: inHand }, () => entry({ type: 'held' }));
      await queue().add(agent, [entry(), ...held]);
      await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(1), patience);
      proxy.strand();
      gate.open();
      await queue().add(agent, [entry(), entry()]);
      await vi.waitFor(() => expect(jobs).toHaveLength(3 + inHand), longPatience);
      await vi.waitFor(
        async () => expect(await queue().counts(agent)).toMatchObject({ completed: 3 + inHand, active: 0 }),
        longPatience,
      );
      // The first question may still go into the dead connection of the producers, and find out by that.
      await vi.waitFor(async () => expect(await consumer.isConsuming()).toBe(true), longPatience);
    },
    100_000,
  );

  it('writes down the outcome of a job whose handler outlasted the outage', async () => {
    const agent = newAgent();
    const gate = makeGate();
    const { proxy, far } = await openThroughProxy();
    const { jobs, errors } = startRecording(far, {
      agent,
      handle: async () => {
        await gate.opened;
        return { kind: 'done' };
      },
    });
    await queue().add(agent, [entry()]);
    await vi.waitFor(() => expect(jobs).toHaveLength(1), patience);
    proxy.cut();
    gate.open();
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0), patience);
    proxy.restore();
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(1), patience);
  });

  it('fails an add while the server is away, and succeeds again when it is back', async () => {
    const agent = newAgent();
    const { proxy, far } = await openThroughProxy();
    await far.add(agent, [entry()]);
    proxy.cut();
    await expect(far.add(agent, [entry()])).rejects.toMatchObject({ name: 'QueueError', status: 503 });
    await expect(far.ping()).rejects.toMatchObject({ status: 503 });
    // An agent whose queue is first asked for during the outage must not be lost to it for ever.
    const late = newAgent();
    await expect(far.add(late, [entry()])).rejects.toMatchObject({ status: 503 });
    proxy.restore();
    await vi.waitFor(() => far.add(agent, [entry()]), patience);
    await vi.waitFor(() => far.add(late, [entry()]), patience);
    // Not told apart from here: a refused add may still have been on its way and arrive.
    expect((await queue().counts(agent)).waiting).toBeGreaterThanOrEqual(2);
    expect((await queue().counts(late)).waiting).toBeGreaterThanOrEqual(1);
  });

  it('starts to consume while the server is away, and works when it is there', async () => {
    const agent = newAgent();
    const { proxy, far } = await openThroughProxy();
    proxy.cut();
    const { jobs } = startRecording(far, { agent });
    await queue().add(agent, [entry()]);
    proxy.restore();
    await vi.waitFor(() => expect(jobs).toHaveLength(1), patience);
  });

  it.each([['cut'], ['swallow']] as const)('closes although the server is gone (%s)', async (how) => {
    const agent = newAgent();
    const never = makeGate();
    const { proxy, far } = await openThroughProxy();
    const { jobs, consumer } = startRecording(far, {
      agent,
      concurrency: 2,
      handle: async () => {
        await never.opened;
        return { kind: 'done' };
      },
    });
    await queue().add(agent, [entry()]);
    await vi.waitFor(() => expect(jobs).toHaveLength(1), patience);
    proxy[how]();
    await consumer.close({ deadlineMs: 100 });
    expect(consumer.isRunning()).toBe(false);
    await far.close();
  });

  it('reports the errors of its connections instead of crashing', async () => {
    const { proxy, far, errors } = await openThroughProxy();
    await far.ping();
    proxy.cut();
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0), patience);
    await expect(far.ping()).rejects.toMatchObject({ status: 503 });
    expect(errors.every((error) => error instanceof Error && error.name === 'QueueError')).toBe(true);
    proxy.restore();
    await vi.waitFor(() => far.ping(), patience);
  });
});
