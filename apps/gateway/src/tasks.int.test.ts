import { ConflictError, newId, NotFoundError } from '@sherpa/core';
import { makeClient } from '@sherpa/api';
import { ensureTenant } from '@sherpa/db';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { greeter } from './testing/greeter.ts';
import { API_KEY, startTestGateway, type TestGateway } from './testing/test-gateway.ts';

const PATIENCE = { timeout: 20_000 };

const describeTasks = (kind: 'redis' | 'postgres', queueUrl: string | null | undefined) => {
  const title = queueUrl === null ? `on ${kind} (NOT TESTED: there is none)` : `on ${kind}`;
  describe.skipIf(queueUrl === null)(title, () => {
    let gateway: TestGateway;
    beforeAll(async () => {
      gateway = await startTestGateway(queueUrl ?? undefined);
    });
    afterAll(() => gateway.stop());

    const greet = (options = {}) => gateway.client.enqueue(greeter, 'guest.greet', { name: 'Ada' }, options);
    const waiting = async () => (await gateway.queue.counts('greeter')).waiting;

    test('a task is enqueued, shown and listed with its job in the queue', async () => {
      const before = await waiting();
      const { id, inserted } = await greet();
      expect(inserted).toBe(true);
      expect(await gateway.client.tasks.show(id)).toMatchObject({
        id,
        agent: 'greeter',
        type: 'guest.greet',
        payload: { name: 'Ada' },
        status: 'pending',
        attempt: 0,
        priority: 7,
        origin: 'api',
        result: null,
      });
      const { tasks } = await gateway.client.tasks.list({ agent: 'greeter', status: 'pending', limit: 1 });
      expect(tasks).toMatchObject([{ id }]);
      expect(tasks[0]).not.toHaveProperty('payload');
      expect(await waiting()).toBe(before + 1);
    });

    test('a key keeps a second task out', async () => {
      const first = await greet({ key: 'ada' });
      expect(await greet({ key: 'ada' })).toEqual({ id: first.id, inserted: false });
    });

    test('a delayed task waits in the queue until its time', async () => {
      const { id } = await greet({ delayMs: 3_600_000, priority: 3 });
      const task = await gateway.client.tasks.show(id);
      expect(Date.parse(task.runAt) - Date.parse(task.createdAt)).toBeGreaterThanOrEqual(3_590_000);
      expect(task.priority).toBe(3);
      expect((await gateway.queue.counts('greeter')).delayed).toBe(1);
    });

    test('lists go on page by page until there is no more', async () => {
      const enqueued = await gateway.client.enqueueMany(
        greeter,
        'guest.greet',
        ['a', 'b', 'c'].map((name) => ({ payload: { name }, priority: 55 })),
      );
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await gateway.client.tasks.list({ type: 'guest.greet', limit: 2, cursor });
        seen.push(...page.tasks.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(expect.arrayContaining(enqueued.map(({ id }) => id)));
    });

    test('many are taken all or none', async () => {
      const { tasks: before } = await gateway.client.status();
      const bad = gateway.client.tasks.enqueue([
        { agent: 'greeter', type: 'guest.greet', payload: { name: 'Ada' } },
        { agent: 'greeter', type: 'guest.greet', payload: { name: 7 } },
      ]);
      await expect(bad).rejects.toMatchObject({
        code: 'validation_failed',
        details: { problems: [{ field: 'tasks.1.payload.name' }] },
      });
      expect((await gateway.client.status()).tasks).toEqual(before);
    });

    test('a cancelled task leaves the queue and can be retried', async () => {
      const { id } = await greet();
      const before = await waiting();
      expect(await gateway.client.tasks.cancel(id)).toMatchObject({ id, status: 'cancelled' });
      expect(await waiting()).toBe(before - 1);
      expect(await gateway.client.tasks.retry(id)).toMatchObject({ id, status: 'pending' });
      expect(await waiting()).toBe(before);
    });

    test('a task that did not fail is not retried, and the answer says what can be done', async () => {
      const { id } = await greet();
      const refused = gateway.client.tasks.retry(id);
      await expect(refused).rejects.toThrow(ConflictError);
      await expect(refused).rejects.toMatchObject({
        status: 409,
        details: { problems: [{ field: 'status', problem: expect.stringContaining('is pending: ') }] },
      });
      await gateway.finish(id, { status: 'completed', result: { said: 'Hello' } });
      await expect(gateway.client.tasks.cancel(id)).rejects.toThrow(ConflictError);
    });

    test('whoever waits for a task is told once it has finished', async () => {
      const { id } = await greet();
      const waited = gateway.client.tasks.wait(id, { timeoutMs: 20_000 });
      await gateway.finish(id, { status: 'completed', result: { said: 'Hello' } });
      expect(await waited).toMatchObject({ id, status: 'completed', result: { said: 'Hello' } });
      const { events } = await gateway.client.events.list({ taskId: id });
      expect(events).toMatchObject([{ type: 'guest.greeted', taskId: id, data: { name: 'Ada' } }]);
    });

    test('whoever waits too long is told how far the task is', async () => {
      const { id } = await greet();
      const response = await gateway.ask(`/api/tasks/${id}?waitMs=60`);
      expect(await response.json()).toMatchObject({ id, status: 'pending' });
    });

    test('the task of another tenant is not found', async () => {
      await ensureTenant(gateway.db.engine, 'other');
      const other = makeClient({ url: gateway.url, apiKey: API_KEY, tenant: 'other' });
      const { id } = await other.enqueue(greeter, 'guest.greet', { name: 'Eve' });
      expect(await other.tasks.show(id)).toMatchObject({ id });
      await expect(gateway.client.tasks.show(id)).rejects.toThrow(NotFoundError);
      await expect(gateway.client.tasks.retry(id)).rejects.toThrow(NotFoundError);
      await expect(gateway.client.tasks.cancel(id)).rejects.toThrow(NotFoundError);
      await expect(gateway.client.tasks.show(newId())).rejects.toThrow(NotFoundError);
      const nobody = makeClient({ url: gateway.url, apiKey: API_KEY, tenant: 'nobody' });
      await expect(nobody.status()).rejects.toThrow(NotFoundError);
    });

    test('the status counts what there is and names the queue', async () => {
      expect(await gateway.client.status()).toMatchObject({
        tasks: { completed: expect.any(Number), in_progress: 0 },
        messages: { pending: 0 },
        customers: 0,
        schedulesDue: 0,
        queue: { kind },
      });
    });

    test('agents are listed with their health and their queue', async () => {
      const [agent] = await gateway.client.agents.list();
      expect(agent).toMatchObject({
        agent: 'greeter',
        description: 'Greets guests.',
        processes: 0,
        successRate: 1,
        running: 0,
        queue: { delayed: 1, failed: 0 },
      });
      expect(agent?.pending).toBeGreaterThan(0);
      expect(Date.parse(agent?.lastActiveAt ?? '')).not.toBeNaN();
    });

    test('Bull Board lists the queue and links each job to its task', async () => {
      const { id } = await greet();
      const page = await gateway.ask('/queues');
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('<title>Sherpa</title>');
      const listed = await gateway.ask('/queues/api/queues?activeQueue=agent.greeter&status=latest&page=1');
      expect(listed.status).toBe(200);
      const { queues } = (await listed.json()) as { queues: { name: string; jobs: { id: string }[] }[] };
      expect(queues).toMatchObject([{ name: 'agent.greeter', displayName: 'greeter' }]);
      expect(queues[0]?.jobs.find((job) => job.id === id)).toMatchObject({
        name: 'guest.greet',
        data: { taskId: id },
        externalUrl: { href: `/api/tasks/${id}` },
      });
    });

    test.for([
      { of: 'its own job', isAdopted: false },
      { of: 'a job that was adopted', isAdopted: true },
    ])('Bull Board retries nothing behind the back of the ledger: $of', async ({ isAdopted }) => {
      const { id } = await greet();
      const board = gateway.queue.boardQueue('greeter');
      const foreign = isAdopted ? await board.add('guest.greet', { taskId: id }) : undefined;
      if (isAdopted) await gateway.queue.remove('greeter', [id]);
      const jobId = foreign?.id ?? id;
      const before = (await gateway.queue.counts('greeter')).failed;
      const retry = () => gateway.ask(`/queues/api/queues/agent.greeter/${jobId}/retry`, { method: 'PUT' });
      const refused = await retry();
      expect(refused.status).toBe(409);
      expect(await refused.text()).toContain('The task is pending');

      const error = { code: 'agent_failed', message: 'No guest.', details: {} };
      const consumer = gateway.queue.consume({
        agent: 'greeter',
        concurrency: 1,
        lockMs: 30_000,
        onError: () => undefined,
        handle: async (job) => {
          if (job.taskIds?.[0] !== id) return { kind: 'done' };
          await gateway.finish(id, { status: 'failed', error });
          return { kind: 'failed', reason: 'No guest.' };
        },
      });
      await expect
        .poll(async () => (await gateway.queue.counts('greeter')).failed, PATIENCE)
        .toBe(before + 1);
      await consumer.close({ deadlineMs: 5_000 });
      expect(await gateway.client.tasks.show(id)).toMatchObject({ status: 'failed', error });

      expect((await retry()).status).toBe(204);
      expect(await gateway.client.tasks.show(id)).toMatchObject({ status: 'pending' });
      const job = await board.getJob(jobId);
      expect(await job?.getState()).toBe(isAdopted ? 'waiting' : 'prioritized');
    });
  });
};

describeTasks('redis', inject('redisUrl'));
describeTasks('postgres', undefined);
