import { expect, it, vi } from 'vitest';
import { makeQueue } from './make-queue.ts';
import { describeEachBackend } from './testing/each-backend.ts';
import { entry, startRecording } from './testing/recording-consumer.ts';

const patience = { timeout: 10_000, interval: 20 };

describeEachBackend(({ url, namespace, queue, newAgent }) => {
  it('says which backend it is', () => {
    expect(queue().kind).toBe(url.startsWith('redis') ? 'redis' : 'postgres');
  });

  it('carries a job from add to a consumer, with the task id and nothing else as its data', async () => {
    const agent = newAgent();
    const task = entry({ type: 'invoice.sync' });
    const before = Date.now();
    const { jobs, consumer } = startRecording(queue(), { agent });
    await queue().add(agent, [task]);
    await vi.waitFor(() => expect(jobs).toHaveLength(1), patience);
    expect(jobs[0]).toMatchObject({
      id: task.id,
      taskIds: [task.id],
      type: 'invoice.sync',
      attempt: 1,
      wasStalled: false,
    });
    expect(jobs[0]?.data).toEqual({ taskId: task.id });
    expect(jobs[0]?.addedAt.getTime()).toBeGreaterThanOrEqual(before);
    expect(consumer.lastJobAt()?.getTime()).toBeGreaterThanOrEqual(before);
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(1), patience);
  });

  it('counts jobs by where they are', async () => {
    const agent = newAgent();
    await queue().add(agent, [entry(), entry({ priority: 0 }), entry({ delayMs: 60_000 })]);
    expect(await queue().counts(agent)).toEqual({
      waiting: 2,
      active: 0,
      delayed: 1,
      failed: 0,
      completed: 0,
    });
  });

  it('counts waiting jobs of a paused queue as waiting', async () => {
    const agent = newAgent();
    await queue().add(agent, [entry(), entry({ priority: 0 })]);
    await queue().boardQueue(agent).pause();
    expect((await queue().counts(agent)).waiting).toBe(2);
  });

  it('runs lower priorities first, and equal ones in the order they were added', async () => {
    const agent = newAgent();
    const entries = [5, 100, 0, 1, 100, 2_097_152, 0].map((priority) => entry({ priority }));
    await queue().add(agent, entries);
    const { jobs } = startRecording(queue(), { agent });
    await vi.waitFor(() => expect(jobs).toHaveLength(entries.length), patience);
    const order = [2, 6, 3, 0, 1, 4, 5].map((index) => entries[index]?.id);
    expect(jobs.map((job) => job.taskIds?.[0])).toEqual(order);
  });

  it('adds one by one in the same order as in bulk', async () => {
    const agent = newAgent();
    const entries = [entry(), entry(), entry({ priority: 1 }), entry()];
    for (const one of entries) await queue().add(agent, [one]);
    const { jobs } = startRecording(queue(), { agent });
    await vi.waitFor(() => expect(jobs).toHaveLength(entries.length), patience);
    const order = [2, 0, 1, 3].map((index) => entries[index]?.id);
    expect(jobs.map((job) => job.taskIds?.[0])).toEqual(order);
  });

  it('keeps a delayed job back until its time', async () => {
    const agent = newAgent();
    const { jobs } = startRecording(queue(), { agent });
    const late = entry({ delayMs: 400 });
    const before = Date.now();
    await queue().add(agent, [late, entry()]);
    await vi.waitFor(() => expect(jobs).toHaveLength(2), patience);
    expect(jobs[1]?.id).toBe(late.id);
    expect(Date.now()).toBeGreaterThanOrEqual(before + 400);
  });

  it('ignores a second job of the same task, alone or in bulk', async () => {
    const agent = newAgent();
    const task = entry();
    await queue().add(agent, [task, task]);
    await queue().add(agent, [task]);
    await queue().add(agent, [{ ...task, priority: 1 }, task, entry()]);
    expect((await queue().counts(agent)).waiting).toBe(2);
  });

  it('leaves a finished job alone on add', async () => {
    const agent = newAgent();
    const task = entry();
    const { jobs } = startRecording(queue(), { agent });
    await queue().add(agent, [task]);
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(1), patience);
    const last = entry();
    await queue().add(agent, [task, last]);
    await vi.waitFor(() => expect(jobs.at(-1)?.id).toBe(last.id), patience);
    expect(jobs).toHaveLength(2);
  });

  it('replaces finished and failed leftovers on ensure, and leaves live jobs alone', async () => {
    const agent = newAgent();
    const [done, failed, waiting, delayed, absent] = [entry(), entry(), entry(), entry(), entry()];
    const first = startRecording(queue(), {
      agent,
      handle: (job) =>
        job.taskIds?.[0] === failed.id ? { kind: 'failed', reason: 'no such customer' } : { kind: 'done' },
    });
    await queue().add(agent, [done, failed]);
    await vi.waitFor(
      async () => expect(await queue().counts(agent)).toMatchObject({ completed: 1, failed: 1 }),
      patience,
    );
    await first.consumer.close({ deadlineMs: 5_000 });
    await queue().add(agent, [waiting, { ...delayed, delayMs: 60_000 }]);

    await queue().ensure(agent, [done, failed, waiting, delayed, absent]);

    expect(await queue().counts(agent)).toEqual({
      waiting: 4,
      active: 0,
      delayed: 1,
      failed: 0,
      completed: 0,
    });
    const second = startRecording(queue(), { agent });
    await vi.waitFor(() => expect(second.jobs).toHaveLength(4), patience);
    expect(second.jobs.map((job) => job.attempt)).toEqual([1, 1, 1, 1]);
  });

  it('ensures thousands of jobs, some of them leftovers', async () => {
    const agent = newAgent();
    const entries = Array.from({ length: 2_500 }, () => entry());
    await queue().add(agent, entries.slice(0, 60));
    const { jobs, consumer } = startRecording(queue(), { agent, concurrency: 20 });
    await vi.waitFor(() => expect(jobs).toHaveLength(60), patience);
    await consumer.close({ deadlineMs: 5_000 });
    await queue().ensure(agent, entries);
    await queue().ensure(agent, entries);
    expect(await queue().counts(agent)).toMatchObject({ waiting: 2_500, completed: 0 });
  });

  it('removes waiting, delayed and finished jobs, and minds none that is missing', async () => {
    const agent = newAgent();
    const entries = [entry(), entry({ delayMs: 60_000 }), entry()];
    await queue().add(agent, entries);
    await queue().remove(agent, [...entries.slice(0, 2).map((one) => one.id), 'not-there']);
    expect(await queue().counts(agent)).toMatchObject({ waiting: 1, delayed: 0 });
  });

  it('does nothing for empty lists', async () => {
    const agent = newAgent();
    await queue().add(agent, []);
    await queue().ensure(agent, []);
    await queue().remove(agent, []);
    expect(await queue().counts(agent)).toMatchObject({ waiting: 0 });
  });

  it('keeps agents and namespaces apart', async () => {
    const agent = newAgent();
    const other = makeQueue({ url, namespace: `${namespace}x`, onError: () => undefined });
    await other.ready();
    await queue().add(agent, [entry()]);
    expect((await other.counts(agent)).waiting).toBe(0);
    expect((await queue().counts(newAgent())).waiting).toBe(0);
    await other.close();
  });

  it('is made ready by many starters at once, again and again', async () => {
    const starters = Array.from({ length: 6 }, () =>
      makeQueue({ url, namespace: `${namespace}y`, onError: () => undefined }),
    );
    await Promise.all(starters.map((starter) => starter.ready()));
    await Promise.all(starters.map((starter) => starter.ready()));
    await expect(Promise.all(starters.map((starter) => starter.ping()))).resolves.toHaveLength(6);
    await Promise.all(starters.map((starter) => starter.close()));
    await Promise.all(starters.map((starter) => starter.close()));
  });

  it('rejects soon with an error of ours when the server cannot be reached', async () => {
    const unreachable = new URL(url);
    unreachable.port = '1';
    const lost = makeQueue({ url: unreachable.href, namespace, onError: () => undefined });
    const refusal = { name: 'QueueError', status: 503, retry: 'backoff' };
    await expect(lost.ready()).rejects.toMatchObject(refusal);
    await expect(lost.add('sales', [entry()])).rejects.toMatchObject(refusal);
    await lost.close();
  });
});
