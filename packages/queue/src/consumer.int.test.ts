import { expect, it, vi } from 'vitest';
import type { JobOutcome } from './consumer/job-outcome.ts';
import { takeJobAndDie } from './testing/dead-worker.ts';
import { describeEachBackend } from './testing/each-backend.ts';
import { entry, makeGate, startRecording } from './testing/recording-consumer.ts';

const patience = { timeout: 15_000, interval: 20 };

describeEachBackend((bench) => {
  const { queue, newAgent } = bench;

  it('tries again after a retry outcome, with attempts and reason in sight', async () => {
    const agent = newAgent();
    const task = entry();
    const { jobs } = startRecording(queue(), {
      agent,
      handle: (job) =>
        job.attempt < 4
          ? {
              kind: 'retry',
              afterMs: job.attempt === 1 ? 0 : 50,
              reason: `HubSpot said 503, try ${job.attempt}`,
            }
          : { kind: 'done' },
    });
    await queue().add(agent, [task]);
    await vi.waitFor(() => expect(jobs.map((job) => job.attempt)).toEqual([1, 2, 3, 4]), patience);
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(1), patience);
    const shown = await queue().boardQueue(agent).getJob(task.id);
    expect(shown).toMatchObject({ attemptsMade: 4, data: { taskId: task.id } });
    expect(shown?.stacktrace).toHaveLength(3);
    expect(shown?.stacktrace?.at(-1)).toContain('HubSpot said 503, try 3');
  });

  it('shows the reason of the last attempt while the job rests', async () => {
    const agent = newAgent();
    const task = entry();
    startRecording(queue(), {
      agent,
      handle: () => ({ kind: 'retry', afterMs: 60_000, reason: 'rate limited' }),
    });
    await queue().add(agent, [task]);
    await vi.waitFor(async () => expect((await queue().counts(agent)).delayed).toBe(1), patience);
    const shown = await queue().boardQueue(agent).getJob(task.id);
    expect(shown).toMatchObject({ attemptsMade: 1, failedReason: 'rate limited' });
  });

  it('brings a job back later without counting an attempt', async () => {
    const agent = newAgent();
    const outcomes: JobOutcome[] = [
      { kind: 'later', afterMs: 0 },
      { kind: 'later', afterMs: 50.5 },
      { kind: 'done' },
    ];
    const { jobs } = startRecording(queue(), { agent, handle: () => outcomes.shift() ?? { kind: 'done' } });
    await queue().add(agent, [entry()]);
    await vi.waitFor(() => expect(jobs.map((job) => job.attempt)).toEqual([1, 1, 1]), patience);
  });

  it('keeps a failed job with its reason and does not run it again', async () => {
    const agent = newAgent();
    const task = entry();
    const { jobs } = startRecording(queue(), {
      agent,
      handle: (job) =>
        job.taskIds?.[0] === task.id
          ? { kind: 'failed', reason: 'The payload does not fit.' }
          : { kind: 'done' },
    });
    await queue().add(agent, [task, entry()]);
    await vi.waitFor(
      async () => expect(await queue().counts(agent)).toMatchObject({ failed: 1, completed: 1 }),
      patience,
    );
    const shown = await queue().boardQueue(agent).getJob(task.id);
    expect(shown).toMatchObject({ failedReason: 'The payload does not fit.', attemptsMade: 1 });
    expect(jobs).toHaveLength(2);
  });

  it('runs a failed job again when Bull Board retries it', async () => {
    const agent = newAgent();
    const task = entry();
    const { jobs } = startRecording(queue(), {
      agent,
      handle: () => (jobs.length === 1 ? { kind: 'failed', reason: 'not yet' } : { kind: 'done' }),
    });
    await queue().add(agent, [task]);
    await vi.waitFor(async () => expect((await queue().counts(agent)).failed).toBe(1), patience);
    const shown = await queue().boardQueue(agent).getJob(task.id);
    await shown?.retry('failed');
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(1), patience);
    expect(jobs.map((job) => job.taskIds?.[0])).toEqual([task.id, task.id]);
  });

  it('hands out a foreign job without a task id, and after adopt with it', async () => {
    const agent = newAgent();
    const { id: taskId } = entry();
    const { jobs } = startRecording(queue(), {
      agent,
      handle: async (job) => {
        if (job.taskIds?.[0] !== undefined) return { kind: 'done' };
        await job.adopt(taskId);
        return { kind: 'retry', afterMs: 20, reason: 'adopted' };
      },
    });
    const added = await queue()
      .boardQueue(agent)
      .add('contact.sync', { email: 'a@example.org' }, { attempts: 1 });
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(1), patience);
    expect(jobs.map((job) => [job.id, job.taskIds?.[0], job.attempt])).toEqual([
      [added.id, undefined, 1],
      [added.id, taskId, 2],
    ]);
    expect(jobs[0]?.data).toEqual({ email: 'a@example.org' });
    const shown = await queue().boardQueue(agent).getJob(String(added.id));
    expect(shown).toMatchObject({ data: { taskId }, attemptsMade: 2 });
  });

  it.each([
    [null],
    ['text'],
    [[1]],
    [{ taskId: 7 }],
    [{ taskId: '' }],
    [{ taskId: 'a', n: 1 }],
    [{ taskIds: [] }],
    [{ taskIds: ['a', ''] }],
    [{ taskIds: ['a'], n: 1 }],
  ])('takes a job with the data %j for a foreign one', async (data) => {
    const agent = newAgent();
    const { jobs } = startRecording(queue(), { agent });
    await queue().boardQueue(agent).add('contact.sync', data);
    await vi.waitFor(() => expect(jobs).toHaveLength(1), patience);
    expect(jobs[0]?.taskIds).toBeUndefined();
  });

  it('does not lose a job whose handler throws, and tells of it', async () => {
    const agent = newAgent();
    const { jobs, errors } = startRecording(queue(), {
      agent,
      handle: () => {
        if (jobs.length === 1) throw new TypeError('x is not a function');
        return { kind: 'done' };
      },
    });
    await queue().add(agent, [entry()]);
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(1), patience);
    expect(jobs.map((job) => job.attempt)).toEqual([1, 2]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({
      message: 'A job handler gave no outcome.',
      cause: new TypeError('x is not a function'),
    });
  });

  it.each([
    [undefined],
    [{ kind: 'retry', afterMs: Number.NaN, reason: 'x' }],
    [{ kind: 'later', afterMs: -1 }],
    [{ kind: 'success' }],
  ])('treats the outcome %j as a handler that threw', async (malformed) => {
    const agent = newAgent();
    const errors: unknown[] = [];
    const consumer = queue().consume({
      agent,
      concurrency: 1,
      lockMs: 30_000,
      handle: () => Promise.resolve(malformed as JobOutcome),
      onError: (error) => errors.push(error),
    });
    await queue().add(agent, [entry()]);
    await vi.waitFor(async () => expect((await queue().counts(agent)).delayed).toBe(1), patience);
    expect(errors).toHaveLength(1);
    await consumer.close({ deadlineMs: 5_000 });
  });

  it('handles as many jobs at once as it was told, and no more', async () => {
    const agent = newAgent();
    const gate = makeGate();
    let running = 0;
    let most = 0;
    const { jobs } = startRecording(queue(), {
      agent,
      concurrency: 3,
      handle: async () => {
        running += 1;
        most = Math.max(most, running);
        await gate.opened;
        running -= 1;
        return { kind: 'done' };
      },
    });
    await queue().add(
      agent,
      Array.from({ length: 9 }, () => entry()),
    );
    await vi.waitFor(() => expect(running).toBe(3), patience);
    expect(await queue().counts(agent)).toMatchObject({ active: 3, waiting: 6 });
    gate.open();
    await vi.waitFor(() => expect(jobs).toHaveLength(9), patience);
    expect(most).toBe(3);
  });

  it('shares 200 jobs between two consumers, each run once', async () => {
    const agent = newAgent();
    const entries = Array.from({ length: 200 }, () => entry());
    const one = startRecording(queue(), { agent, concurrency: 5 });
    const two = startRecording(queue(), { agent, concurrency: 5 });
    await queue().add(agent, entries);
    await vi.waitFor(() => expect(one.jobs.length + two.jobs.length).toBe(200), patience);
    await vi.waitFor(
      async () => expect(await queue().counts(agent)).toMatchObject({ waiting: 0, active: 0 }),
      patience,
    );
    const ran = [...one.jobs, ...two.jobs].map((job) => job.id);
    expect(ran.toSorted()).toEqual(entries.map((task) => task.id).toSorted());
    expect(one.jobs.length).toBeGreaterThan(0);
    expect(two.jobs.length).toBeGreaterThan(0);
  });

  it('shows progress on the job', async () => {
    const agent = newAgent();
    const task = entry();
    const gate = makeGate();
    startRecording(queue(), {
      agent,
      handle: async (job) => {
        await job.reportProgress({ done: 40, total: 100 });
        await gate.opened;
        await job.reportProgress(100);
        return { kind: 'done' };
      },
    });
    await queue().add(agent, [task]);
    const progress = async (): Promise<unknown> =>
      (await queue().boardQueue(agent).getJob(task.id))?.progress;
    await vi.waitFor(async () => expect(await progress()).toEqual({ done: 40, total: 100 }), patience);
    gate.open();
    await vi.waitFor(async () => expect(await progress()).toBe(100), patience);
  });

  it('does not remove a job that is running', async () => {
    const agent = newAgent();
    const task = entry();
    const gate = makeGate();
    const { jobs } = startRecording(queue(), {
      agent,
      handle: async () => {
        await gate.opened;
        return { kind: 'done' };
      },
    });
    await queue().add(agent, [task]);
    await vi.waitFor(() => expect(jobs).toHaveLength(1), patience);
    await queue().remove(agent, [task.id]);
    await queue().ensure(agent, [task]);
    expect(await queue().counts(agent)).toMatchObject({ active: 1, waiting: 0 });
    gate.open();
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(1), patience);
  });

  it('gives a job whose consumer fell silent to another, as often as it takes', async () => {
    const agent = newAgent();
    const task = entry();
    await queue().add(agent, [task]);
    await takeJobAndDie(bench, agent, 200);
    expect((await queue().counts(agent)).active).toBe(1);
    const { jobs } = startRecording(queue(), { agent, lockMs: 400 });
    await vi.waitFor(() => expect(jobs).toHaveLength(1), patience);
    expect(jobs[0]).toMatchObject({ taskIds: [task.id], attempt: 1, wasStalled: true });
  });

  it('keeps the lock of a job that takes longer than the lock lasts', async () => {
    const agent = newAgent();
    const gate = makeGate();
    const { jobs, errors } = startRecording(queue(), {
      agent,
      concurrency: 2,
      lockMs: 300,
      handle: async () => {
        await gate.opened;
        return { kind: 'done' };
      },
    });
    await queue().add(agent, [entry()]);
    await vi.waitFor(() => expect(jobs).toHaveLength(1), patience);
    const until = Date.now() + 1_500;
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(until), patience);
    gate.open();
    await vi.waitFor(async () => expect((await queue().counts(agent)).completed).toBe(1), patience);
    expect(jobs).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  it('is found by Bull Board as a worker of its queue', async () => {
    const agent = newAgent();
    startRecording(queue(), { agent });
    await vi.waitFor(
      async () => expect(await queue().boardQueue(agent).getWorkers()).toHaveLength(1),
      patience,
    );
  });
});
