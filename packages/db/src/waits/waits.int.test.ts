import '@sherpa/devstack/vitest';
import { newId, type Json } from '@sherpa/core';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { StagedJobs } from '../outbox/stage-jobs.ts';
import type { Db } from '../schema/index.ts';
import { listEvents } from '../tasks/browse-events.ts';
import { getTask } from '../tasks/browse-tasks.ts';
import { claimTasks } from '../tasks/claim-tasks.ts';
import { finishTasks, type Finished } from '../tasks/finish-tasks.ts';
import type { Outcome } from '../tasks/finish.ts';
import { insertTasks } from '../tasks/insert-tasks.ts';
import type { NewTask } from '../tasks/new-task.ts';
import { handBackTasks } from '../tasks/leases.ts';
import { cancelTask, type Moved } from '../tasks/move-task.ts';
import { releaseStalledTasks } from '../tasks/stalled-tasks.ts';
import { listSteps } from '../tasks/steps.ts';
import { makeTestDatabase, newFinish, newTask, type TestDatabase } from '../testing/index.ts';
import { getApproval, listApprovals } from './browse-approvals.ts';
import { getWait } from './browse-waits.ts';
import { decideApproval } from './decide-approval.ts';
import { escalateApprovals, wakeDueTasks } from './due-waits.ts';
import { sendSignal } from './signals.ts';
import type { NewWait } from './wait.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());
beforeEach(async () => {
  for (const table of ['agent_waits', 'agent_signals', 'agent_tasks', 'agent_approvals', 'agent_outbox'])
    await sql`delete from ${sql.table(table)}`.execute(database.db.engine);
});

const error = { code: 'internal', message: 'x', details: {} };
const engine = () => database.db.engine;
const tenantId = () => database.tenantId;
const inTenant = <T>(work: (tx: Db) => Promise<T>): Promise<T> => database.db.withTenant(tenantId(), work);

interface Claimed {
  readonly id: string;
  readonly attempt: number;
  readonly workerId: string;
}

const claim = async (id: string, leaseMs = 60_000): Promise<Claimed> => {
  const workerId = newId();
  const [answer] = await claimTasks(engine(), { agent: 'sales', workerId, leaseMs, ids: [id] });
  if (answer?.kind !== 'claimed') throw new Error(`not claimed: ${String(answer?.kind)}`);
  return { id, attempt: answer.task.attempt, workerId };
};

const end = (claimed: Claimed, outcome: Outcome): Promise<Finished> =>
  finishTasks(engine(), [newFinish({ ...claimed, tenantId: tenantId(), outcome })]);

const park = async (wait: NewWait, over: Partial<NewTask> = {}): Promise<string> => {
  const task = newTask(tenantId(), over);
  await insertTasks(engine(), [task]);
  await end(await claim(task.id), { status: 'waiting', wait });
  return task.id;
};

const show = async (id: string) => inTenant((tx) => getTask(tx, id));
const statusOf = async (id: string) => (await show(id))?.status;
const send = (name: string, payload: Json = null) =>
  inTenant((tx) => sendSignal(tx, { tenantId: tenantId(), name, payload }));
const outcomesOf = async (id: string): Promise<Json[]> =>
  (await listSteps(engine(), [id])).map((step) => step.result);
const jobsFor = (staged: StagedJobs | readonly StagedJobs[], id: string): number =>
  [staged].flat().flatMap(({ jobs }) => jobs.filter((job) => job.taskIds.includes(id))).length;
const forSignal = (
  signal: string,
  more: { timeoutMs?: number; seen?: string[]; name?: string } = {},
): NewWait => ({
  kind: 'signal',
  name: 'go',
  signal,
  seen: [],
  ...more,
});

describe('a task that waits', () => {
  test('holds neither lease nor worker, and its attempt is not held against it', async () => {
    const id = await park(forSignal('paid'));
    expect(await show(id)).toMatchObject({
      status: 'waiting',
      workerId: null,
      attempt: 1,
      uncountedAttempts: 1,
      finishedAt: null,
    });
    expect(await inTenant((tx) => getWait(tx, id))).toMatchObject({
      kind: 'signal',
      signal: 'paid',
      until: null,
    });
    const { rows } =
      await sql`select from agent_tasks where id = ${id} and lease_expires_at is not null`.execute(engine());
    expect(rows).toEqual([]);
  });

  test('keeps its key', async () => {
    const id = await park(forSignal('paid'), { key: 'one' });
    const [second] = await insertTasks(engine(), [newTask(tenantId(), { key: 'one' })]);
    expect(second).toEqual({ id, inserted: false });
    await inTenant((tx) => cancelTask(tx, id));
    const [third] = await insertTasks(engine(), [newTask(tenantId(), { key: 'one' })]);
    expect(third?.inserted).toBe(true);
  });

  test('that was to be cancelled while it ran is, and asks nobody', async () => {
    const task = newTask(tenantId());
    await insertTasks(engine(), [task]);
    const claimed = await claim(task.id);
    await inTenant((tx) => cancelTask(tx, task.id));
    const children = [newTask(tenantId(), { awaitedBy: task.id })];
    await end(claimed, { status: 'waiting', wait: { kind: 'tasks', name: 'n', tasks: children } });
    expect(await show(task.id)).toMatchObject({ status: 'cancelled', error: { code: 'task_cancelled' } });
    expect(await inTenant((tx) => getWait(tx, task.id))).toBeUndefined();
    expect(await show(children[0]?.id ?? '')).toBeUndefined();
  });

  test('is parked by nobody who lost it', async () => {
    const task = newTask(tenantId());
    await insertTasks(engine(), [task]);
    const late = await claim(task.id, 0);
    await releaseStalledTasks(engine(), 10);
    const { answers } = await end(late, { status: 'waiting', wait: forSignal('paid') });
    expect(answers).toMatchObject([{ kind: 'fenced' }]);
    expect(await inTenant((tx) => getWait(tx, task.id))).toBeUndefined();
  });
});

describe('a signal', () => {
  test('wakes every task that waits for it, each with a job of its own and the payload remembered', async () => {
    const ids = [await park(forSignal('paid')), await park(forSignal('paid'))];
    const other = await park(forSignal('refused'));
    const sent = await send('paid', { cents: 5 });
    expect(sent.woken).toBe(2);
    for (const id of ids) {
      expect(await statusOf(id)).toBe('pending');
      expect(jobsFor(sent.staged, id)).toBe(1);
      expect(await outcomesOf(id)).toEqual([{ kind: 'signal', payload: { cents: 5 }, signalId: sent.id }]);
    }
    expect(sent.staged.jobs.every((job) => !ids.includes(job.id))).toBe(true);
    expect(await statusOf(other)).toBe('waiting');
  });

  test('that came after the task was created and before it waited counts, once', async () => {
    const task = newTask(tenantId());
    await insertTasks(engine(), [task]);
    const first = await send('paid', 1);
    const { staged } = await end(await claim(task.id), { status: 'waiting', wait: forSignal('paid') });
    expect(await statusOf(task.id)).toBe('pending');
    expect(jobsFor(staged, task.id)).toBe(1);
    const again = forSignal('paid', { seen: [first.id], name: 'again' });
    await end(await claim(task.id), { status: 'waiting', wait: again });
    expect(await statusOf(task.id)).toBe('waiting');
  });

  test('of before the task was created does not count', async () => {
    await send('paid');
    expect(await statusOf(await park(forSignal('paid')))).toBe('waiting');
  });

  test('is missed by none of the tasks that begin to wait while it is sent', async () => {
    for (let round = 0; round < 15; round += 1) {
      const name = `round ${round}`;
      const tasks = Array.from({ length: 4 }, () => newTask(tenantId()));
      await insertTasks(engine(), tasks);
      const claimed = await Promise.all(tasks.map(({ id }) => claim(id)));
      await Promise.all([
        ...claimed.map((one) => end(one, { status: 'waiting', wait: forSignal(name) })),
        send(name, round),
      ]);
      const statuses = await Promise.all(tasks.map(({ id }) => statusOf(id)));
      expect(statuses, name).toEqual(['pending', 'pending', 'pending', 'pending']);
    }
  });

  test('wakes once however often it is sent at the same time', async () => {
    const id = await park(forSignal('paid'));
    const sent = await Promise.all(Array.from({ length: 50 }, (_, index) => send('paid', index)));
    expect(sent.reduce((sum, { woken }) => sum + woken, 0)).toBe(1);
    expect(sent.reduce((sum, { staged }) => sum + jobsFor(staged, id), 0)).toBe(1);
    expect(await outcomesOf(id)).toHaveLength(1);
  });

  test('and its timeout at the same moment wake once, with one outcome', async () => {
    for (let round = 0; round < 15; round += 1) {
      const id = await park(forSignal(`race ${round}`, { timeoutMs: 0 }));
      const [sent, one, two] = await Promise.all([
        send(`race ${round}`),
        wakeDueTasks(engine(), 10),
        wakeDueTasks(engine(), 10),
      ]);
      expect(jobsFor([sent.staged, one.staged, two.staged], id), String(round)).toBe(1);
      expect(await outcomesOf(id)).toHaveLength(1);
      expect(await statusOf(id)).toBe('pending');
    }
  });
});

describe('a time', () => {
  test('that has come wakes its task, one that has not does not', async () => {
    const due = await park({ kind: 'timer', name: 's', afterMs: 0 });
    const past = await park({ kind: 'timer', name: 's', until: new Date(0) });
    const later = await park({ kind: 'timer', name: 's', afterMs: 60_000 });
    const { tasks } = await wakeDueTasks(engine(), 10);
    expect(new Set(tasks.map(({ id }) => id))).toEqual(new Set([due, past]));
    expect(await outcomesOf(due)).toEqual([{ kind: 'time' }]);
    expect(await statusOf(later)).toBe('waiting');
  });

  test('is looked for by an index, whatever else waits', async () => {
    const plan = await engine()
      .transaction()
      .execute(async (tx) => {
        await sql`set local enable_seqscan = off`.execute(tx);
        return sql<{ 'QUERY PLAN': string }>`explain select task_id from agent_waits where wake_at <= now()
          order by wake_at limit 10 for update skip locked`.execute(tx);
      });
    expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('agent_waits_due');
  });
});

describe('a task that waits for others', () => {
  const family = async (count: number, over: Partial<NewTask> = {}) => {
    const id = newId();
    const children = Array.from({ length: count }, () => newTask(tenantId(), { ...over, awaitedBy: id }));
    await insertTasks(engine(), [newTask(tenantId(), { id })]);
    const { staged } = await end(await claim(id), {
      status: 'waiting',
      wait: { kind: 'tasks', name: 'all', tasks: children },
    });
    for (const child of children) expect(jobsFor(staged, child.id)).toBe(1);
    return { id, children: children.map((child) => child.id) };
  };

  test('goes on when the last has ended, with what each came to, in their order', async () => {
    const { id, children } = await family(3);
    const [one = '', two = '', three = ''] = children;
    await end(await claim(two), { status: 'failed', error });
    await end(await claim(one), { status: 'completed', result: 7 });
    expect(await inTenant((tx) => getWait(tx, id))).toMatchObject({ kind: 'tasks', taskIds: [three] });
    const cancelled = await inTenant((tx) => cancelTask(tx, three));
    expect(cancelled.kind === 'moved' && cancelled.staged ? jobsFor(cancelled.staged, id) : 0).toBe(1);
    expect(await statusOf(id)).toBe('pending');
    expect(await outcomesOf(id)).toMatchObject([
      [
        { id: one, status: 'completed', result: 7, error: null },
        { id: two, status: 'failed', result: null, error },
        { id: three, status: 'cancelled', error: { code: 'task_cancelled' } },
      ],
    ]);
  });

  test('goes on once when the last of them end at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, children } = await family(6);
      const claimed = await Promise.all(children.map((child) => claim(child)));
      const ends = await Promise.all(claimed.map((one) => end(one, { status: 'completed', result: null })));
      expect(ends.reduce((sum, { staged }) => sum + jobsFor(staged, id), 0)).toBe(1);
      expect(await statusOf(id)).toBe('pending');
    }
  });

  test('goes on when the last died with its worker for good', async () => {
    const { id, children } = await family(1, { maxAttempts: 1 });
    await claim(children[0] ?? '', 0);
    const { staged, tasks } = await releaseStalledTasks(engine(), 10);
    expect(tasks).toMatchObject([{ id: children[0], status: 'failed' }]);
    expect(jobsFor(staged, id)).toBe(1);
    expect(await statusOf(id)).toBe('pending');
  });

  test('goes on when the last was handed back by a drain while it was to be cancelled', async () => {
    const { id, children } = await family(1);
    const { attempt } = await claim(children[0] ?? '');
    await inTenant((tx) => cancelTask(tx, children[0] ?? ''));
    await handBackTasks(engine(), [{ id: children[0] ?? '', attempt, progress: null }]);
    expect(await statusOf(id)).toBe('pending');
    const { rows } = await sql<{ jobs: string }>`select jobs::text from agent_outbox`.execute(engine());
    expect(rows.filter(({ jobs }) => jobs.includes(id))).not.toEqual([]);
  });

  test('waits on while one is tried again', async () => {
    const { id, children } = await family(1);
    await end(await claim(children[0] ?? ''), { status: 'pending', error, delayMs: 0, counted: true });
    expect(await statusOf(id)).toBe('waiting');
  });

  test('takes those that live along when it is cancelled, and theirs', async () => {
    const { id, children } = await family(2);
    const [waits = '', runs = ''] = children;
    const grandchild = newTask(tenantId(), { awaitedBy: waits });
    await end(await claim(waits), {
      status: 'waiting',
      wait: { kind: 'tasks', name: 'n', tasks: [grandchild] },
    });
    const running = await claim(runs);
    expect(await inTenant((tx) => cancelTask(tx, id))).toMatchObject({ task: { status: 'cancelled' } });
    expect(await Promise.all([waits, grandchild.id, runs].map(statusOf))).toEqual([
      'cancelled',
      'cancelled',
      'in_progress',
    ]);
    await end(running, { status: 'cancelled', error });
    expect(await statusOf(id)).toBe('cancelled');
    const { rows } = await sql`select from agent_waits`.execute(engine());
    expect(rows).toEqual([]);
  });

  test('is cancelled or goes on, and never hangs, when both come at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, children } = await family(2);
      const claimed = await Promise.all(children.map((child) => claim(child)));
      const [moved] = await Promise.all<[Promise<Moved>, ...Promise<Finished>[]]>([
        inTenant((tx) => cancelTask(tx, id)),
        ...claimed.map((one) => end(one, { status: 'completed', result: null })),
      ]);
      expect(moved.kind).toBe('moved');
      expect(await statusOf(id)).toBe('cancelled');
    }
  });
});

describe('an approval', () => {
  const ask = async (over: { expiresInMs?: number; escalateAfterMs?: number } = {}) => {
    const approvalId = newId();
    const approval = {
      id: approvalId,
      title: 'Refund?',
      detail: null,
      askedOf: ['ada'],
      escalateTo: ['eve'],
      ...over,
    };
    return { id: await park({ kind: 'approval', name: 'refund', approval }), approvalId };
  };
  const decide = (id: string, approved: boolean) =>
    inTenant((tx) => decideApproval(tx, id, { approved, by: 'ada', reason: 'why not' }));
  const told = async (taskId: string) =>
    (await inTenant((tx) => listEvents(tx, { taskId, limit: 10 }))).map(({ type }) => type).toReversed();

  test('is decided once, with an event, and its task goes on with the answer', async () => {
    const { id, approvalId } = await ask();
    const decided = await decide(approvalId, true);
    expect(decided).toMatchObject({ kind: 'decided', approval: { status: 'approved', decidedBy: 'ada' } });
    expect(await outcomesOf(id)).toEqual([{ kind: 'decided', approved: true, by: 'ada', reason: 'why not' }]);
    expect(await decide(approvalId, false)).toMatchObject({
      kind: 'refused',
      approval: { status: 'approved' },
    });
    expect(await told(id)).toEqual(['approval.requested', 'approval.approved']);
    expect(await statusOf(id)).toBe('pending');
  });

  test('is decided by one of many who decide at the same time', async () => {
    const { id, approvalId } = await ask();
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, index) => decide(approvalId, index % 2 === 0)),
    );
    expect(all.filter(({ kind }) => kind === 'decided')).toHaveLength(1);
    expect(await outcomesOf(id)).toHaveLength(1);
  });

  test('expires, and can no longer be decided then', async () => {
    const { id, approvalId } = await ask({ expiresInMs: 0 });
    expect((await decide(approvalId, true)).kind).toBe('refused');
    await wakeDueTasks(engine(), 10);
    expect(await outcomesOf(id)).toEqual([{ kind: 'expired', approved: false, by: null, reason: null }]);
    expect(await inTenant((tx) => getApproval(tx, approvalId))).toMatchObject({ status: 'expired' });
    expect(await told(id)).toEqual(['approval.requested', 'approval.expired']);
  });

  test('escalates once and can be decided after that', async () => {
    const { id, approvalId } = await ask({ escalateAfterMs: 0 });
    const counts = await Promise.all([escalateApprovals(engine(), 10), escalateApprovals(engine(), 10)]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await statusOf(id)).toBe('waiting');
    expect((await decide(approvalId, false)).kind).toBe('decided');
    expect(await told(id)).toEqual(['approval.requested', 'approval.escalated', 'approval.rejected']);
  });

  test('is withdrawn when its task is cancelled', async () => {
    const { id, approvalId } = await ask();
    await inTenant((tx) => cancelTask(tx, id));
    expect(await inTenant((tx) => listApprovals(tx, { status: 'pending', limit: 10 }))).toEqual([]);
    expect(await decide(approvalId, true)).toMatchObject({
      kind: 'refused',
      approval: { status: 'cancelled' },
    });
    expect(await statusOf(id)).toBe('cancelled');
  });

  test('that nobody asked for is unknown', async () => {
    expect(await decide(newId(), true)).toEqual({ kind: 'unknown' });
  });
});
