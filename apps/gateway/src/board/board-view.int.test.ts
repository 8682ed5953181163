import '@sherpa/devstack/vitest';
import { BaseAgent, startRunner, type Handlers, type Runner } from '@sherpa/agent-kit';
import { makeRecordedLog, waitUntil } from '@sherpa/agent-kit/testing';
import { AgentError } from '@sherpa/core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { greeter } from '../testing/greeter.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

const backends = [
  { name: 'Postgres', url: undefined, isHere: true },
  { name: 'Redis', url: inject('redisUrl') ?? undefined, isHere: inject('redisUrl') !== null },
];

type Greeter = typeof greeter;

/** Does what the guest's name says. */
class GreeterAgent extends BaseAgent<Greeter> {
  readonly contract = greeter;
  readonly leave = Promise.withResolvers<undefined>();
  protected readonly handlers: Handlers<Greeter> = {
    'guest.greet': async (ctx) => {
      const { name } = ctx.task.payload;
      if (name.startsWith('Nobody')) throw new AgentError('There is no such guest.', { retry: 'never' });
      if (name === 'Later')
        throw new AgentError('The guest is not there yet.', { retry: { afterMs: 600_000 } });
      if (name === 'Slow') {
        ctx.progress({ guests: 3 });
        await this.leave.promise;
      }
      return { said: `Hello, ${name}!` };
    },
    'guest.left': async () => undefined,
  };
}

const jobSchema = z.object({
  id: z.string(),
  name: z.string(),
  attempts: z.int(),
  progress: z.json(),
  failedReason: z.string().optional(),
  data: z.union([z.object({ taskId: z.string() }), z.object({ taskIds: z.array(z.string()) })]),
});
const boardSchema = z.object({ queues: z.array(z.object({ jobs: z.array(jobSchema) })) });

describe.for(backends.filter(({ isHere }) => isHere))('Bull Board shows on $name', ({ url }) => {
  let gateway: TestGateway;
  let runner: Runner;
  const agent = new GreeterAgent();
  beforeAll(async () => {
    gateway = await startTestGateway(url);
    runner = await startRunner({
      agent,
      db: gateway.db,
      queue: gateway.queue,
      log: makeRecordedLog(),
      defaultTenant: { id: gateway.tenantId, slug: 'default' },
      concurrency: 5,
      leaseMs: 5_000,
    });
  });
  afterAll(async () => {
    agent.leave.resolve(undefined);
    await runner.stop({ deadlineMs: 2_000 });
    await gateway.stop();
  });

  const greet = async (names: readonly string[]) => {
    const wanted = names.map((name) => ({ agent: 'greeter', type: 'guest.greet', payload: { name } }));
    return (await gateway.client.tasks.enqueue(wanted)).map(({ id }) => id);
  };

  const jobs = async (status: string) => {
    const query = `activeQueue=agent.greeter&status=${status}&page=1&jobsPerPage=100`;
    const answer = await gateway.ask(`/queues/api/queues?${query}`);
    return boardSchema.parse(await answer.json()).queues[0]?.jobs ?? [];
  };
  const job = (status: string, id: string) =>
    waitUntil(`job ${id} among the ${status}`, async () => (await jobs(status)).find((one) => one.id === id));

  test('a task that is tried again: delayed, with its attempts and why', async () => {
    const [id = ''] = await greet(['Later']);
    expect(await job('delayed', id)).toMatchObject({
      name: 'guest.greet',
      attempts: 1,
      failedReason: 'The guest is not there yet.',
      data: { taskId: id },
    });
    expect(await gateway.client.tasks.show(id)).toMatchObject({
      status: 'pending',
      attempt: 1,
      attempts: [{ attempt: 1, outcome: 'retried', error: { message: 'The guest is not there yet.' } }],
    });
  });

  test('that task once it was promoted: a second attempt', async () => {
    const [id = ''] = await greet(['Later']);
    await job('delayed', id);
    const promoted = await gateway.ask(`/queues/api/queues/agent.greeter/${id}/promote`, { method: 'PUT' });
    expect(promoted.status).toBe(204);
    const again = await waitUntil('the second attempt', async () =>
      (await jobs('delayed')).find((one) => one.id === id && one.attempts === 2),
    );
    expect(again.failedReason).toBe('The guest is not there yet.');
    expect((await gateway.client.tasks.show(id)).attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  test('a task that failed for good: failed, with the reason', async () => {
    const [id = ''] = await greet(['Nobody']);
    expect(await job('failed', id)).toMatchObject({ attempts: 1, failedReason: 'There is no such guest.' });
  });

  test('how far one is that runs', async () => {
    const [id = ''] = await greet(['Slow']);
    await waitUntil('the progress', async () =>
      (await jobs('active')).find((one) => one.id === id && JSON.stringify(one.progress).includes('guests')),
    );
    await waitUntil('the progress in the ledger', async () =>
      (await gateway.client.tasks.show(id)).progress === null ? undefined : true,
    );
    agent.leave.resolve(undefined);
    expect(await job('completed', id)).toMatchObject({ progress: { guests: 3 } });
  });

  test('the tasks of packs: those that failed have jobs of their own, with the reason', async () => {
    const names = Array.from({ length: 40 }, (_, index) =>
      index % 8 === 0 ? `Nobody ${index}` : `Guest ${index}`,
    );
    const ids = await greet(names);
    const failed = ids.filter((_, index) => index % 8 === 0);
    for (const id of failed) {
      expect(await job('failed', id)).toMatchObject({
        name: 'guest.greet',
        failedReason: 'There is no such guest.',
        data: { taskId: id },
      });
    }
    const packs = await waitUntil('the packs', async () => {
      const done = (await jobs('completed')).filter((one) => one.id.startsWith('pack-'));
      return done.length >= 10 ? done : undefined;
    });
    expect(packs.flatMap(({ data }) => ('taskIds' in data ? data.taskIds : [])).toSorted()).toEqual(
      ids.toSorted(),
    );
    const retried = await gateway.ask('/queues/api/queues/agent.greeter/retry/failed', { method: 'PUT' });
    expect(await retried.json()).toMatchObject({ skipped: 0 });
    // They fail again for the same reason, and that is one kind.
    await waitUntil('the second failure of each', async () => {
      const tasks = await Promise.all(failed.map((id) => gateway.client.tasks.show(id)));
      return tasks.every(({ status, attempts }) => status === 'failed' && attempts.length === 2)
        ? true
        : undefined;
    });
    for (const id of failed) await job('failed', id);
    expect(await gateway.client.failures.list()).toHaveLength(1);
  });
});
