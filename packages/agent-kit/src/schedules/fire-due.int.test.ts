import { DatabaseError, defineContract, newId } from '@sherpa/core';
import { cancelTask, claimTasks, finishTasks, pauseWorkflow, resumeWorkflow, retryTask } from '@sherpa/db';
import { newFinish, sql } from '@sherpa/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { startScheduleGround, sweeper, type ScheduleGround } from '../testing/schedule-ground.ts';

const HOUR_MS = 3_600_000;
const backends = [
  { name: 'Postgres', url: undefined },
  ...(inject('redisUrl') === null ? [] : [{ name: 'Redis', url: inject('redisUrl') ?? undefined }]),
];

describe.for(backends)('schedules that are due, on $name', ({ url }) => {
  let ground: ScheduleGround;
  beforeAll(async () => {
    ground = await startScheduleGround(url);
  });
  afterAll(() => ground.stop());
  beforeEach(async () => {
    for (const table of ['agent_tasks', 'agent_task_keys', 'agent_schedules', 'agent_events']) {
      await sql`delete from ${sql.table(table)}`.execute(ground.database.db.engine);
    }
  });

  const workerId = newId();
  const start = async (id: string) => {
    const ids = [id];
    const [claim] = await claimTasks(ground.database.db.engine, {
      agent: 'sweeper',
      workerId,
      leaseMs: 60_000,
      ids,
    });
    expect(claim?.kind).toBe('claimed');
  };

  const finish = async (id: string) => {
    await start(id);
    const { tenantId } = ground.database;
    await finishTasks(ground.database.db.engine, [
      newFinish({
        id,
        tenantId,
        agent: 'sweeper',
        attempt: 1,
        workerId,
        outcome: { status: 'completed', result: {} },
      }),
    ]);
  };

  test('a tick fires once however many conductors look, with its payload, and its job is in the queue', async () => {
    const made = await ground.overdue(1_000, {});
    const conductors = Array.from({ length: 4 }, () => ground.another());
    await Promise.all(conductors.map((conductor) => conductor.fireDue()));
    expect(await ground.scheduler.fireDue()).toBe(false);
    const tasks = await ground.tasks();
    expect(tasks).toMatchObject([
      { type: 'room.sweep', payload: { room: 'attic' }, origin: 'schedule', status: 'pending' },
    ]);
    const [task] = tasks;
    expect(await ground.queue.boardQueue('sweeper').getJob(task?.id ?? '')).toBeDefined();
    const moved = await ground.read(made.id);
    expect(moved).toMatchObject({ lastTaskId: task?.id, lastTickAt: made.nextTickAt });
    expect(moved.nextTickAt?.getTime()).toBe((made.nextTickAt?.getTime() ?? 0) + HOUR_MS);
    expect(await ground.missed()).toEqual([]);
  });

  test('what begins something of a paused workflow rests, and nothing of it is missed', async () => {
    const { db, tenantId } = ground.database;
    const pause = { tenantId, workflow: 'cleaning', by: 'ada' };
    await db.withTenant(tenantId, (tx) => pauseWorkflow(tx, pause));
    const made = await ground.overdue(1_000, {});
    await ground.scheduler.fireDue();
    expect(await ground.tasks()).toEqual([]);
    expect(await ground.missed()).toEqual([]);
    expect((await ground.read(made.id)).nextTickAt?.getTime()).toBe(
      (made.nextTickAt?.getTime() ?? 0) + HOUR_MS,
    );
    await db.withTenant(tenantId, (tx) => resumeWorkflow(tx, pause));
    await ground.moveBack(made.id, 1_000);
    await ground.scheduler.fireDue();
    expect(await ground.tasks()).toHaveLength(1);
  });

  test('hundreds that are due at once fire once each', async () => {
    await ground.overdue(1_000, {});
    await sql`
      insert into agent_schedules (tenant_id, agent, type, name, origin, every_ms, next_tick_at, next_run_at)
      select tenant_id, agent, type, 'many ' || n, origin, every_ms, next_tick_at, next_run_at
      from agent_schedules, generate_series(1, 249) n`.execute(ground.database.db.engine);
    const drain = async () => {
      const conductor = ground.another();
      for (let isMore = true; isMore;) isMore = await conductor.fireDue();
    };
    await Promise.all([drain(), drain()]);
    await drain();
    expect(await ground.tasks()).toHaveLength(250);
  });

  test('a conductor that dies between taking a tick and committing its task leaves both to the next one', async () => {
    const made = await ground.overdue(1_000, {});
    const asOwner = (statement: ReturnType<typeof sql>) =>
      ground.database.db.engine.transaction().execute(async (tx) => {
        await sql`set local role none`.execute(tx);
        await statement.execute(tx);
      });
    await asOwner(sql`
      create function die() returns trigger language plpgsql security definer as $$
      begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(0); return new; end $$`);
    await asOwner(sql`create trigger die before insert on agent_tasks for each row execute function die()`);
    await expect(ground.scheduler.fireDue()).rejects.toThrow(DatabaseError);
    await asOwner(sql`drop trigger die on agent_tasks`);
    await asOwner(sql`drop function die`);
    expect(await ground.tasks()).toEqual([]);
    expect((await ground.read(made.id)).nextTickAt).toEqual(made.nextTickAt);
    await Promise.all([ground.scheduler.fireDue(), ground.another().fireDue()]);
    expect(await ground.tasks()).toHaveLength(1);
  });

  test('a tick that has made its task makes no second one, also when its schedule is set back by hand', async () => {
    const made = await ground.overdue(1_000, {});
    await ground.scheduler.fireDue();
    const [task] = await ground.tasks();
    await finish(task?.id ?? '');
    await sql`update agent_schedules set next_tick_at = ${made.nextTickAt}, next_run_at = now()`.execute(
      ground.database.db.engine,
    );
    await ground.scheduler.fireDue();
    expect(await ground.tasks()).toHaveLength(1);
    await ground.moveBack(made.id, 500);
    await ground.scheduler.fireDue();
    expect(await ground.tasks()).toHaveLength(2);
  });

  describe('after an outage of four and a half hours', () => {
    const OUTAGE_MS = 4.5 * HOUR_MS;
    const tickBack = (first: Date | null, hours: number) =>
      new Date((first?.getTime() ?? 0) + hours * HOUR_MS).toISOString();

    test('`last` makes up for the last tick and tells of the others', async () => {
      const { id, type, name, nextTickAt } = await ground.overdue(OUTAGE_MS, { missed: 'last' });
      await ground.scheduler.fireDue();
      expect(await ground.tasks()).toHaveLength(1);
      expect((await ground.read(id)).lastTickAt?.toISOString()).toBe(tickBack(nextTickAt, 4));
      expect(await ground.missed()).toEqual([
        {
          scheduleId: id,
          type,
          name,
          why: 'late',
          ticks: 4,
          isExact: true,
          firstTick: tickBack(nextTickAt, 0),
          lastTick: tickBack(nextTickAt, 3),
        },
      ]);
      expect(ground.log.records).toContainEqual(
        expect.objectContaining({ level: 'warn', message: 'Ticks of a schedule did not fire.' }),
      );
    });

    test('`none` makes up for nothing, tells of all and goes on with the next tick', async () => {
      const { id, nextTickAt } = await ground.overdue(OUTAGE_MS, { missed: 'none' });
      await ground.scheduler.fireDue();
      expect(await ground.tasks()).toEqual([]);
      expect(await ground.missed()).toMatchObject([{ why: 'late', ticks: 5 }]);
      expect((await ground.read(id)).nextRunAt?.toISOString()).toBe(tickBack(nextTickAt, 5));
    });

    test('a window makes up for every tick in it, each by a task, and tells of those before', async () => {
      await ground.overdue(OUTAGE_MS, { missed: { allWithinMs: 3 * HOUR_MS }, overlap: 'allow' });
      await ground.scheduler.fireDue();
      expect(await ground.tasks()).toHaveLength(3);
      expect(await ground.missed()).toMatchObject([{ why: 'late', ticks: 2 }]);
    });

    test('a window with more ticks than one transaction takes is made up for to the last', async () => {
      const policy = { missed: { allWithinMs: 24 * HOUR_MS }, overlap: 'allow' } as const;
      await ground.overdue(OUTAGE_MS, policy, 60_000);
      for (let isMore = true; isMore;) isMore = await ground.scheduler.fireDue();
      expect(await ground.tasks()).toHaveLength(271);
      expect(await ground.missed()).toEqual([]);
    });
  });

  describe('while the task before is live', () => {
    const fireTwice = async (
      overlap: 'skip' | 'allow' | 'cancel-running',
      between: (id: string) => Promise<void>,
    ) => {
      const { id } = await ground.overdue(2_000, { overlap });
      await ground.scheduler.fireDue();
      const [first] = await ground.tasks();
      await between(first?.id ?? '');
      await ground.moveBack(id, 1_000);
      await ground.scheduler.fireDue();
    };

    test('`skip` leaves the tick out and tells of it', async () => {
      await fireTwice('skip', start);
      expect(await ground.tasks()).toMatchObject([{ status: 'in_progress' }]);
      expect(await ground.missed()).toMatchObject([{ why: 'overlap', ticks: 1 }]);
    });

    test('`skip` fires again once that task has ended', async () => {
      await fireTwice('skip', finish);
      expect(await ground.tasks()).toMatchObject([{ status: 'completed' }, { status: 'pending' }]);
    });

    test('`allow` runs both', async () => {
      await fireTwice('allow', start);
      expect(await ground.tasks()).toMatchObject([{ status: 'in_progress' }, { status: 'pending' }]);
      expect(await ground.missed()).toEqual([]);
    });

    test('`cancel-running` asks it to stop, and runs the new one', async () => {
      await fireTwice('cancel-running', start);
      const [first, second] = await ground.tasks();
      expect(first?.cancelRequestedAt).not.toBeNull();
      expect(second).toMatchObject({ status: 'pending', key: first?.key });
      expect(await ground.missed()).toEqual([]);
    });

    test('`cancel-running` takes one that only waits out of the way', async () => {
      await fireTwice('cancel-running', async () => undefined);
      expect(await ground.tasks()).toMatchObject([{ status: 'cancelled' }, { status: 'pending' }]);
    });

    test('what was cancelled by a person and taken up again stands in the way as before', async () => {
      await fireTwice('skip', async (id) => {
        await ground.database.db.withTenant(ground.database.tenantId, (tx) => cancelTask(tx, id));
        await ground.database.db.withTenant(ground.database.tenantId, (tx) => retryTask(tx, id));
      });
      expect(await ground.tasks()).toHaveLength(1);
    });
  });

  describe('that this conductor cannot fire', () => {
    test('are left to one that knows their task, and told as missed when none comes', async () => {
      const { id } = await ground.overdue(1_000, {});
      const older = ground.another([defineContract({ ...sweeper, tasks: {}, workflows: [] })]);
      await older.fireDue();
      expect((await ground.read(id)).lastTickAt).toBeNull();
      await ground.moveBack(id, 600_000);
      await older.fireDue();
      expect(await ground.tasks()).toEqual([]);
      expect(await ground.missed()).toMatchObject([{ why: 'unknown-work', ticks: 1 }]);
    });

    test('stop no other: a payload that no longer fits, a rule that cannot be read', async () => {
      const [payload, rule] = [await ground.overdue(1_000, {}), await ground.overdue(1_000, {})];
      await ground.overdue(1_000, {});
      const { engine } = ground.database.db;
      await sql`update agent_schedules set payload = '{"room": 7}' where id = ${payload.id}`.execute(engine);
      await sql`update agent_schedules set every_ms = null, cron = 'odd', time_zone = 'UTC' where id = ${rule.id}`.execute(
        engine,
      );
      await ground.scheduler.fireDue();
      expect(await ground.tasks()).toHaveLength(1);
      const whys = (await ground.missed()).map(
        (data) => Object.entries(data ?? {}).find(([name]) => name === 'why')?.[1],
      );
      expect(new Set(whys)).toEqual(new Set(['bad-payload', 'bad-rule']));
      expect(await ground.scheduler.fireDue()).toBe(false);
      expect((await ground.read(rule.id)).nextRunAt).toBeNull();
    });
  });
});
