import { expect, it, vi } from 'vitest';
import { describeEachBackend } from './testing/each-backend.ts';
import { entry, makeGate, startRecording } from './testing/recording-consumer.ts';

const patience = { timeout: 10_000, interval: 20 };

describeEachBackend(({ queue, newAgent }) => {
  it('runs until it is closed', async () => {
    const agent = newAgent();
    const { consumer } = startRecording(queue(), { agent });
    await vi.waitFor(() => expect(consumer.isRunning()).toBe(true), patience);
    expect(consumer.lastJobAt()).toBeUndefined();
    await consumer.close({ deadlineMs: 5_000 });
    expect(consumer.isRunning()).toBe(false);
  });

  it('waits for the running job and takes no other', async () => {
    const agent = newAgent();
    const gate = makeGate();
    const { consumer, jobs } = startRecording(queue(), {
      agent,
      concurrency: 2,
      handle: async () => {
        await gate.opened;
        return { kind: 'done' };
      },
    });
    await queue().add(agent, [entry()]);
    await vi.waitFor(() => expect(jobs).toHaveLength(1), patience);
    const closed = consumer.close({ deadlineMs: 10_000 });
    expect(consumer.isRunning()).toBe(false);
    await queue().add(agent, [entry()]);
    gate.open();
    await closed;
    expect(jobs).toHaveLength(1);
    expect(await queue().counts(agent)).toMatchObject({ completed: 1, active: 0 });
    const next = startRecording(queue(), { agent });
    await vi.waitFor(() => expect(next.jobs).toHaveLength(1), patience);
  });

  it('gives jobs that outlast the deadline back, uncounted, for another consumer to run', async () => {
    const agent = newAgent();
    const task = entry();
    const never = makeGate();
    const { consumer, jobs, errors } = startRecording(queue(), {
      agent,
      handle: async () => {
        await never.opened;
        return { kind: 'done' };
      },
    });
    await queue().add(agent, [task]);
    await vi.waitFor(() => expect(jobs).toHaveLength(1), patience);
    await consumer.close({ deadlineMs: 50 });
    expect(errors).toEqual([]);
    const next = startRecording(queue(), { agent });
    await vi.waitFor(() => expect(next.jobs).toHaveLength(1), patience);
    expect(next.jobs[0]).toMatchObject({ taskIds: [task.id], attempt: 1 });
    never.open();
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(1), patience);
  });

  it('may be closed twice, and while it is still starting', async () => {
    const agent = newAgent();
    const { consumer } = startRecording(queue(), { agent });
    await Promise.all([consumer.close({ deadlineMs: 5_000 }), consumer.close({ deadlineMs: 1 })]);
    await consumer.close({ deadlineMs: 5_000 });
    expect(consumer.isRunning()).toBe(false);
  });

  it('closes an idle consumer at once', async () => {
    const agent = newAgent();
    const { consumer, jobs } = startRecording(queue(), { agent });
    await queue().add(agent, [entry()]);
    await vi.waitFor(() => expect(jobs).toHaveLength(1), patience);
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(1), patience);
    await consumer.close({ deadlineMs: 5_000 });
    expect(await queue().counts(agent)).toMatchObject({ active: 0 });
  });
});
