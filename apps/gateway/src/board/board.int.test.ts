import '@sherpa/devstack/vitest';
import { waitUntil } from '@sherpa/agent-kit/testing';
import { newId } from '@sherpa/core';
import { finishTasks, getTask, claimTasks, type Outcome } from '@sherpa/db';
import { newFinish, sql } from '@sherpa/db/testing';
import { taskIdsOf, type JobOutcome, type PickedJob } from '@sherpa/queue';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

const backends = [
  { name: 'Postgres', url: undefined, isHere: true },
  { name: 'Redis', url: inject('redisUrl') ?? undefined, isHere: inject('redisUrl') !== null },
];

const failure: Outcome = {
  status: 'failed',
  error: { code: 'agent_failed', message: 'No guest.', details: {} },
};

describe.for(backends.filter(({ isHere }) => isHere))('Bull Board on $name', ({ url }) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway(url);
  });
  afterAll(() => gateway.stop());
  const board = () => gateway.queue.boardQueue('greeter');
  beforeEach(async () => {
    await board().resume();
    await board().obliterate({ force: true });
    for (const table of ['agent_tasks', 'agent_task_keys', 'agent_outbox'])
      await sql`delete from ${sql.table(table)}`.execute(gateway.db.engine);
  });

  const greet = async (count = 1, more: { readonly delayMs?: number; readonly key?: string } = {}) => {
    const task = { agent: 'greeter', type: 'guest.greet', payload: { name: 'Ada' }, ...more };
    const tasks = await gateway.client.tasks.enqueue(Array.from({ length: count }, () => task));
    return tasks.map(({ id }) => id);
  };

  /** As the board's page does. */
  const press = async (path: string, body?: object, method = 'PUT') => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { 'content-type': 'application/json' };
    const answer = await gateway.ask(`/queues/api/queues/agent.greeter${path}`, { method, headers, ...init });
    const text = await answer.text();
    return { status: answer.status, text };
  };

  const statuses = async (ids: readonly string[]) => {
    const tasks = await Promise.all(ids.map((id) => getTask(gateway.db.engine, id)));
    return tasks.map((task) => task?.status);
  };

  const stateOf = async (jobId: string) => (await board().getJob(jobId))?.getState();

  const jobsIn = async (state: Parameters<ReturnType<typeof board>['getJobs']>[0]) =>
    (await board().getJobs(state)).flatMap((job) => job?.id ?? []);

  /** Works on so many jobs as a worker would that fails at all of them, or does what the test says. */
  const work = async (jobs: number, handle: (job: PickedJob) => Promise<JobOutcome> = failAll) => {
    let done = 0;
    const consumer = gateway.queue.consume({
      agent: 'greeter',
      concurrency: 1,
      lockMs: 5_000,
      onError: () => undefined,
      handle: async (job) => {
        const outcome = await handle(job);
        done += 1;
        return outcome;
      },
    });
    await waitUntil('the jobs', async () => (done >= jobs ? true : undefined));
    await consumer.close({ deadlineMs: 5_000 });
  };

  const end = async (ids: readonly string[], outcome: Outcome, hasOwnJob = true) => {
    const workerId = newId();
    const claims = await claimTasks(gateway.db.engine, { agent: 'greeter', workerId, leaseMs: 60_000, ids });
    const ends = claims.flatMap((claim) =>
      claim.kind === 'claimed'
        ? [newFinish({ ...claim.task, type: 'guest.greet', workerId, outcome, hasOwnJob })]
        : [],
    );
    const { staged } = await finishTasks(gateway.db.engine, ends);
    for (const { jobs } of staged) await gateway.queue.add('greeter', jobs);
  };
  const failAll = async (job: PickedJob): Promise<JobOutcome> => {
    await end(job.taskIds ?? [], failure, job.taskIds?.length === 1);
    return { kind: 'failed', reason: 'No guest.' };
  };

  test('retry: a failed job runs again, and so does its task', async () => {
    const [id = ''] = await greet();
    await work(1);
    expect(await stateOf(id)).toBe('failed');
    expect((await press(`/${id}/retry`)).status).toBe(204);
    expect(await statuses([id])).toEqual(['pending']);
    expect(await stateOf(id)).not.toBe('failed');
    const { rows } = await sql`select from agent_outbox`.execute(gateway.db.engine);
    expect(rows).toHaveLength(0);
  });

  test('retry: a completed task is not done again', async () => {
    const [id = ''] = await greet();
    await work(1, async ({ taskIds = [] }) => {
      await end(taskIds, { status: 'completed', result: {} });
      return { kind: 'done' };
    });
    const answer = await press(`/${id}/retry`);
    expect(answer).toMatchObject({ status: 409, text: expect.stringContaining('The task is completed') });
    expect(await stateOf(id)).toBe('completed');
  });

  test('retry all: everything that failed is pending again; what another task stands for stays', async () => {
    const ids = await greet(3);
    const [held = ''] = await greet(1, { key: 'one at a time' });
    await work(4);
    await greet(1, { key: 'one at a time', delayMs: 60_000 });
    const foreign = await board().add('guest.greet', { name: 'Eve' });
    await work(1);
    const answer = await press('/retry/failed');
    expect(JSON.parse(answer.text)).toEqual({ retried: 4, skipped: 1 });
    expect(await statuses([...ids, held])).toEqual(['pending', 'pending', 'pending', 'failed']);
    expect(await jobsIn('failed')).toEqual([held]);
    expect(await stateOf(foreign.id ?? '')).toBe('waiting');
    expect((await press('/retry/completed')).status).toBe(409);
  });

  test('retry all: the tasks of packs, of which each that failed has a job of its own', async () => {
    const ids = await greet(20);
    await work(10 + 20, async (job) =>
      job.taskIds?.length === 1
        ? { kind: 'failed', reason: 'No guest.' }
        : failAll(job).then(() => ({ kind: 'done' })),
    );
    expect(await jobsIn('failed')).toHaveLength(20);
    expect(JSON.parse((await press('/retry/failed')).text)).toEqual({ retried: 20, skipped: 0 });
    expect(new Set(await statuses(ids))).toEqual(new Set(['pending']));
    expect(await jobsIn('failed')).toEqual([]);
    const pointed = new Set(
      (await board().getJobs('prioritized')).flatMap(({ data }) => taskIdsOf(data) ?? []),
    );
    expect(pointed).toEqual(new Set(ids));
  });

  test('promote: a delayed task is due now, and its job runs', async () => {
    const [id = '', other = ''] = [
      ...(await greet(1, { delayMs: 600_000 })),
      ...(await greet(1, { delayMs: 600_000 })),
    ];
    expect((await press(`/${id}/promote`)).status).toBe(204);
    const task = await getTask(gateway.db.engine, id);
    expect(task?.runAt.getTime()).toBeLessThan(Date.now() + 5_000);
    expect(await stateOf(id)).not.toBe('delayed');
    expect((await getTask(gateway.db.engine, other))?.runAt.getTime()).toBeGreaterThan(Date.now() + 300_000);

    expect((await press('/promote')).status).toBe(200);
    expect((await getTask(gateway.db.engine, other))?.runAt.getTime()).toBeLessThan(Date.now() + 5_000);
    expect(await jobsIn('delayed')).toEqual([]);
  });

  test('delay and priority: the task has them as well', async () => {
    const [id = ''] = await greet(1, { delayMs: 600_000 });
    const runAt = Date.now() + 3_600_000;
    expect((await press(`/${id}/delay`, { runAt }, 'PATCH')).status).toBe(200);
    expect((await press(`/${id}/priority`, { priority: 3 * 2_048 }, 'PATCH')).status).toBe(200);
    expect(await getTask(gateway.db.engine, id)).toMatchObject({ runAt: new Date(runAt), priority: 3 });
  });

  test('remove: the task of a job that waits is cancelled; of one that has ended only the job goes', async () => {
    const [done = ''] = await greet();
    await work(1);
    expect((await press(`/${done}/clean`)).status).toBe(204);
    expect(await statuses([done])).toEqual(['failed']);
    const ids = [...(await greet()), ...(await greet(1, { delayMs: 600_000 }))];
    for (const id of ids) expect((await press(`/${id}/clean`)).status).toBe(204);
    expect(await statuses(ids)).toEqual(['cancelled', 'cancelled']);
    expect(await Promise.all(ids.map((id) => board().getJob(id)))).toEqual([undefined, undefined]);
  });

  test('remove: all tasks of a pack are cancelled, and the key that one held is free', async () => {
    const ids = await greet(20);
    const [pack] = await board().getJobs('prioritized');
    expect((await press(`/${pack?.id}/clean`)).status).toBe(204);
    const gone: readonly string[] = pack?.data.taskIds;
    expect(new Set(await statuses(gone))).toEqual(new Set(['cancelled']));
    expect(new Set(await statuses(ids.filter((id) => !gone.includes(id))))).toEqual(new Set(['pending']));
  });

  test('remove: a job that runs is refused, with what to do instead', async () => {
    const [id = ''] = await greet();
    await work(1, async () => {
      expect(await press(`/${id}/clean`)).toMatchObject({
        status: 409,
        text: expect.stringContaining('tasks cancel'),
      });
      return { kind: 'done' };
    });
    expect(await statuses([id])).toEqual(['pending']);
  });

  test('clean: what is still to run is cancelled, of what has ended only the list goes', async () => {
    const [failed = ''] = await greet();
    await work(1);
    const ids = [...(await greet(12)), ...(await greet(1, { delayMs: 600_000 }))];
    for (const status of ['prioritized', 'delayed', 'failed'])
      expect((await press(`/clean/${status}`)).status).toBe(200);
    expect(new Set(await statuses(ids))).toEqual(new Set(['cancelled']));
    expect(await statuses([failed])).toEqual(['failed']);
    expect(await gateway.queue.counts('greeter')).toMatchObject({ waiting: 0, delayed: 0 });
    expect((await press('/clean/active')).status).toBe(409);
  });

  test('empty: what waits is cancelled, what is delayed stays', async () => {
    const [now = ''] = await greet();
    const [later = ''] = await greet(1, { delayMs: 600_000 });
    expect((await press('/empty')).status).toBe(200);
    expect(await statuses([now, later])).toEqual(['cancelled', 'pending']);
    expect(await gateway.queue.counts('greeter')).toMatchObject({ waiting: 0, delayed: 1 });
  });

  test('pause and resume: nothing is taken meanwhile, and everybody is still ready', async () => {
    expect((await press('/pause')).status).toBe(200);
    const [id = ''] = await greet();
    expect((await gateway.ask('/health/ready')).status).toBe(200);
    let taken = 0;
    const consume = (agent: string) =>
      gateway.queue.consume({
        agent,
        concurrency: 1,
        lockMs: 5_000,
        onError: () => undefined,
        handle: async ({ taskIds }) => {
          if (taskIds?.includes(id) === true) taken += 1;
          return { kind: 'done' };
        },
      });
    const consumer = consume('greeter');
    await waitUntil('the worker', async () => ((await board().getWorkers()).length > 0 ? true : undefined));
    // A queue that is not paused has a job done meanwhile.
    const other = consume('other');
    await gateway.queue.add('other', [{ id: 'o', taskIds: ['o'], type: 'x', priority: 1, delayMs: 0 }]);
    await waitUntil('the other job', async () =>
      (await gateway.queue.counts('other')).completed > 0 ? true : undefined,
    );
    await other.close({ deadlineMs: 5_000 });
    expect([taken, consumer.isRunning()]).toEqual([0, true]);
    expect(await statuses([id])).toEqual(['pending']);
    expect((await press('/resume')).status).toBe(200);
    await waitUntil('the job', async () => (taken === 1 ? true : undefined));
    await consumer.close({ deadlineMs: 5_000 });
  });

  test('add: a payload is taken in; a copy of one of our jobs is refused', async () => {
    const [id = ''] = await greet();
    const add = (data: object, options = {}) => press('/add', { name: 'guest.greet', data, options }, 'POST');
    expect((await add({ name: 'Eve' })).status).toBe(200);
    expect(await add({ taskId: id })).toMatchObject({
      status: 409,
      text: expect.stringContaining('payload'),
    });
    expect((await add({ name: 'Eve' }, { repeat: { every: 1_000 } })).status).toBe(409);
  });

  test.each([
    ['PATCH', '/x/update-data', { jobData: {} }, 'enqueue another'],
    ['PUT', '/obliterate', { force: true }, 'index of the ledger'],
    ['PUT', '/concurrency', { concurrency: 3 }, 'contract'],
    ['PUT', '/rate-limit', { max: 1, duration: 1_000 }, 'budgets'],
    ['PUT', '/job-schedulers/x/remove', {}, 'Schedules'],
    ['PUT', '/x/remove-unprocessed-children', {}, 'API'],
  ])('%s %s is refused with what to do instead', async (method, path, body, instead) => {
    expect(await press(path, body, method)).toMatchObject({
      status: 409,
      text: expect.stringContaining(instead),
    });
  });

  test('a pack leads to its tasks, a lone job to its own', async () => {
    await greet(20);
    const [lone = ''] = await greet();
    const listed = await gateway.ask(
      '/queues/api/queues?activeQueue=agent.greeter&status=prioritized&page=1&jobsPerPage=50',
    );
    const { queues } = (await listed.json()) as {
      queues: { jobs: { id: string; name: string; externalUrl: { href: string; displayText: string } }[] }[];
    };
    const jobs = queues[0]?.jobs ?? [];
    const pack = jobs.find((job) => job.id.startsWith('pack-'));
    expect(pack).toMatchObject({ name: 'guest.greet', externalUrl: { displayText: '2 tasks' } });
    const { tasks } = (await (await gateway.ask(pack?.externalUrl.href ?? '')).json()) as {
      tasks: unknown[];
    };
    expect(tasks).toHaveLength(2);
    expect(jobs.find((job) => job.id === lone)?.externalUrl).toEqual({
      href: `/api/tasks/${lone}`,
      displayText: 'Task',
    });
  });
});
