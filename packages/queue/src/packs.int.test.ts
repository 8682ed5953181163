import { newId } from '@sherpa/core';
import { expect, it, vi } from 'vitest';
import type { PickedJob } from './consumer/picked-job.ts';
import { done } from './consumer/job-outcome.ts';
import type { JobEntry } from './producer/job-entry.ts';
import { describeEachBackend } from './testing/each-backend.ts';
import { entry, makeGate, startRecording } from './testing/recording-consumer.ts';

const patience = { timeout: 15_000, interval: 20 };

/** A job that points at so many tasks. */
const pack = (size: number): JobEntry => ({
  ...entry({ id: `pack-${newId()}` }),
  taskIds: Array.from({ length: size }, () => newId()),
});

const tasksIn = (jobs: readonly PickedJob[]): number =>
  jobs.reduce((sum, job) => sum + (job.taskIds?.length ?? 1), 0);

describeEachBackend(({ queue, newAgent }) => {
  /** A consumer whose jobs stay in hand until the test lets them go. */
  const startHolding = (agent: string, concurrency: number) => {
    const gate = makeGate();
    const recording = startRecording(queue(), {
      agent,
      concurrency,
      handle: async () => {
        await gate.opened;
        return done;
      },
    });
    return { ...recording, gate };
  };

  it('carries the tasks of a pack to the consumer, and nothing else', async () => {
    const agent = newAgent();
    const one = pack(3);
    const { jobs } = startRecording(queue(), { agent });
    await queue().add(agent, [one]);
    await vi.waitFor(() => expect(jobs).toHaveLength(1), patience);
    expect(jobs[0]).toMatchObject({ id: one.id, taskIds: one.taskIds, data: { taskIds: one.taskIds } });
  });

  it('takes packs until its tasks are as many as it has room for', async () => {
    const agent = newAgent();
    const { jobs, gate } = startHolding(agent, 10);
    await queue().add(agent, [pack(4), pack(4), pack(4), pack(4)]);
    await vi.waitFor(() => expect(tasksIn(jobs)).toBe(12), patience);
    expect(await queue().counts(agent)).toMatchObject({ active: 3, waiting: 1 });
    gate.open();
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(4), patience);
  });

  it('leaves the others where they are while one pack is all it has room for', async () => {
    const agent = newAgent();
    const { jobs, gate } = startHolding(agent, 1);
    await queue().add(agent, [pack(5), entry(), entry()]);
    await vi.waitFor(() => expect(jobs).toHaveLength(1), patience);
    expect(await queue().counts(agent)).toMatchObject({ active: 1, waiting: 2 });
    gate.open();
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(3), patience);
  });

  it('fetches more while it still works on the last task of a pack', async () => {
    const agent = newAgent();
    const last = makeGate();
    const { jobs } = startRecording(queue(), {
      agent,
      concurrency: 4,
      handle: async (job) => {
        if (job.taskIds?.length !== 4) return done;
        job.release(3);
        await last.opened;
        return done;
      },
    });
    await queue().add(agent, [pack(4)]);
    await vi.waitFor(() => expect(jobs).toHaveLength(1), patience);
    await queue().add(agent, [entry(), entry(), entry(), entry()]);
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(4), patience);
    expect(await queue().counts(agent)).toMatchObject({ active: 1, waiting: 0 });
    last.open();
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(5), patience);
  });

  it('fetches in the place of a task that was let go before its job has ended, and of that one only', async () => {
    const agent = newAgent();
    const gate = makeGate();
    const { jobs } = startRecording(queue(), {
      agent,
      concurrency: 2,
      handle: async (job) => {
        // More than it holds, and more than once: it gives up no more than its own place.
        if (jobs[0] === job) for (const count of [1, 7]) job.release(count);
        await gate.opened;
        return done;
      },
    });
    await queue().add(agent, [entry(), entry(), entry(), entry(), entry()]);
    await vi.waitFor(() => expect(jobs).toHaveLength(3), patience);
    expect(await queue().counts(agent)).toMatchObject({ active: 3, waiting: 2 });
    gate.open();
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(5), patience);
    expect(jobs).toHaveLength(5);
  });

  it('handles two jobs after the other when there is room for one, never both', async () => {
    const agent = newAgent();
    let running = 0;
    let most = 0;
    const { jobs } = startRecording(queue(), {
      agent,
      concurrency: 1,
      handle: async () => {
        running += 1;
        most = Math.max(most, running);
        await queue().ping();
        running -= 1;
        return done;
      },
    });
    await queue().add(
      agent,
      Array.from({ length: 60 }, () => entry()),
    );
    await vi.waitFor(
      async () => expect(await queue().counts(agent)).toMatchObject({ waiting: 0, active: 0 }),
      patience,
    );
    expect([jobs.length, most]).toEqual([60, 1]);
  });

  it('takes nothing of a paused queue, and goes on when it is resumed', async () => {
    const agent = newAgent();
    const { jobs, consumer } = startRecording(queue(), { agent, concurrency: 4 });
    await queue().add(agent, [entry()]);
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(1), patience);
    await queue().boardQueue(agent).pause();
    await queue().add(agent, [pack(2), entry()]);
    // What is added to another queue of the same server meanwhile is taken, so there was time for it.
    const other = newAgent();
    const beside = startRecording(queue(), { agent: other });
    await queue().add(other, [entry()]);
    await vi.waitFor(() => expect(beside.jobs).toHaveLength(1), patience);
    expect(jobs).toHaveLength(1);
    expect(consumer.isRunning()).toBe(true);
    await queue().boardQueue(agent).resume();
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(3), patience);
  });

  it('gives packs that outlast the deadline back whole', async () => {
    const agent = newAgent();
    const one = pack(3);
    const { jobs, consumer } = startHolding(agent, 10);
    await queue().add(agent, [one]);
    await vi.waitFor(() => expect(jobs).toHaveLength(1), patience);
    await consumer.close({ deadlineMs: 50 });
    const next = startRecording(queue(), { agent });
    await vi.waitFor(() => expect(next.jobs).toHaveLength(1), patience);
    expect(next.jobs[0]).toMatchObject({ id: one.id, taskIds: one.taskIds, attempt: 1 });
  });
});
