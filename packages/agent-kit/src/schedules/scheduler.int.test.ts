import {
  ConflictError,
  defineContract,
  newId,
  NotFoundError,
  ValidationError,
  type Contract,
} from '@sherpa/core';
import { ensureTenant, listSchedules, pauseSchedule, type Schedule } from '@sherpa/db';
import { sql } from '@sherpa/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startScheduleGround, sweeper, type ScheduleGround } from '../testing/schedule-ground.ts';

const HOUR_MS = 3_600_000;

let ground: ScheduleGround;
beforeAll(async () => {
  ground = await startScheduleGround(undefined);
});
afterAll(() => ground.stop());
beforeEach(async () => {
  for (const table of ['agent_tasks', 'agent_task_keys', 'agent_schedules', 'agent_events']) {
    await sql`delete from ${sql.table(table)}`.execute(ground.database.db.engine);
  }
});

const all = (): Promise<Schedule[]> => listSchedules(ground.database.db.engine, { limit: 100 });
const policy = { jitterMs: 0, missed: 'last', overlap: 'skip' } as const;
const daily = {
  agent: 'sweeper',
  type: 'room.sweep',
  name: 'daily',
  payload: {},
  terms: { rule: { cron: '30 2 * * *', timeZone: 'Europe/Berlin' }, policy },
};
const create = (over: Partial<typeof daily> = {}) =>
  ground.scheduler.create(ground.database.tenantId, { ...daily, ...over });

describe('a schedule that is made by hand', () => {
  test('waits for the next time that its rule names', async () => {
    const made = await create();
    const wall = made.nextRunAt?.toLocaleTimeString('sv', { timeZone: 'Europe/Berlin' });
    expect(wall).toBe('02:30:00');
    expect(await ground.scheduler.fireDue()).toBe(false);
  });

  test('is refused where the name is taken', async () => {
    await create();
    await expect(create()).rejects.toThrow(ConflictError);
    await create({ name: 'another' });
  });

  test.each([
    ['a rule that never comes true', { terms: { rule: { cron: '0 0 30 2 *', timeZone: 'UTC' }, policy } }],
    ['a task that there is not', { type: 'room.burn' }],
    ['a payload that does not fit', { payload: { room: 7 } }],
  ])('is refused with %s', async (_what, over) => {
    await expect(create(over)).rejects.toThrow(ValidationError);
    expect(await all()).toEqual([]);
  });

  test('shows when it fires next, over the night in which the clock goes forward', async () => {
    const { id } = await create();
    await sql`update agent_schedules set next_tick_at = '2026-03-28T01:30:00Z', next_run_at = '2026-03-28T01:30:00Z'`.execute(
      ground.database.db.engine,
    );
    const preview = ground.scheduler.preview(await ground.read(id), 3);
    expect(preview.map((moment) => moment.toISOString())).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  test('fires when its preview says, jitter included', async () => {
    const terms = { rule: { everyMs: HOUR_MS }, policy: { ...policy, jitterMs: HOUR_MS } };
    const made = await ground.scheduler.create(ground.database.tenantId, { ...daily, terms });
    const [first, second] = ground.scheduler.preview(made, 2);
    expect(made.nextRunAt).toEqual(first);
    await sql`update agent_schedules set next_run_at = next_tick_at`.execute(ground.database.db.engine);
    await ground.scheduler.fireDue();
    expect((await ground.read(made.id)).nextRunAt).toEqual(second);
  });
});

describe('a schedule that is paused', () => {
  const pause = (id: string) =>
    ground.database.db.withTenant(ground.database.tenantId, (tx) => pauseSchedule(tx, id));

  test('does not fire, and what it leaves out is not made up for when it is resumed', async () => {
    const { id } = await ground.overdue(3.5 * HOUR_MS, {});
    const paused = await pause(id);
    expect(paused).toMatchObject({ nextRunAt: null, pausedAt: expect.any(Date) });
    expect(await ground.scheduler.fireDue()).toBe(false);
    expect((await pause(id))?.pausedAt).toEqual(paused?.pausedAt);
    expect(ground.scheduler.preview(await ground.read(id), 5)).toEqual([]);

    const resumed = await ground.scheduler.resume(ground.database.tenantId, id);
    expect(resumed.pausedAt).toBeNull();
    expect(resumed.nextTickAt?.getTime()).toBe((paused?.nextTickAt?.getTime() ?? 0) + 4 * HOUR_MS);
    expect(await ground.scheduler.fireDue()).toBe(false);
    expect([await ground.tasks(), await ground.missed()]).toEqual([[], []]);
  });

  test('can be run now all the same', async () => {
    const { id } = await create();
    await pause(id);
    const { id: taskId, inserted } = await ground.scheduler.run(ground.database.tenantId, id);
    expect(inserted).toBe(true);
    expect(await ground.tasks()).toMatchObject([{ id: taskId, origin: 'schedule' }]);
    expect(await ground.read(id)).toMatchObject({ lastTaskId: taskId, lastTickAt: null, nextRunAt: null });
  });
});

describe('a run that a person asks for', () => {
  test('leaves the ticks as they are, and is not made twice while it is live', async () => {
    const made = await create();
    const first = await ground.scheduler.run(ground.database.tenantId, made.id);
    expect(await ground.scheduler.run(ground.database.tenantId, made.id)).toEqual({
      ...first,
      inserted: false,
    });
    expect((await ground.read(made.id)).nextRunAt).toEqual(made.nextRunAt);
    expect(await ground.queue.boardQueue('sweeper').getJob(first.id)).toBeDefined();
  });

  test('of another tenant is refused', async () => {
    const { id } = await create();
    const other = await ensureTenant(ground.database.db.engine, 'other');
    await expect(ground.scheduler.run(other.id, id)).rejects.toThrow(NotFoundError);
    await expect(ground.scheduler.resume(other.id, id)).rejects.toThrow(NotFoundError);
    await sql`delete from tenants where id = ${other.id}`.execute(ground.database.db.engine);
  });
});

describe('a schedule that a contract declares', () => {
  const { 'room.sweep': sweep } = sweeper.tasks;
  type Declared = NonNullable<Contract['tasks'][string]['schedule']>;
  const declaring = (schedule: Declared) =>
    ground.another([defineContract({ ...sweeper, tasks: { 'room.sweep': { ...sweep, schedule } } })]);

  test('is there for every tenant, an interval is due at once, and declaring it again changes nothing', async () => {
    const scheduler = declaring({ everyMs: HOUR_MS });
    const other = await ensureTenant(ground.database.db.engine, 'second');
    await Promise.all([scheduler.declare(), declaring({ everyMs: HOUR_MS }).declare()]);
    const before = await all();
    expect(new Set(before.map(({ tenantId }) => tenantId))).toEqual(
      new Set([ground.database.tenantId, other.id]),
    );
    await scheduler.declare();
    expect(await all()).toEqual(before);
    await scheduler.fireDue();
    expect(await ground.tasks()).toMatchObject([{ key: 'schedule:room.sweep', payload: {} }]);
    await sql`delete from tenants where id = ${other.id}`.execute(ground.database.db.engine);
  });

  test('follows its contract: a shorter interval, another cron, and it stays paused', async () => {
    await declaring({ everyMs: 24 * HOUR_MS }).declare();
    await ground.scheduler.fireDue();
    await declaring({ everyMs: HOUR_MS, jitterMs: 5 }).declare();
    const [shorter] = await all();
    expect(shorter?.terms).toEqual({ rule: { everyMs: HOUR_MS }, policy: { ...policy, jitterMs: 5 } });
    const { id } = shorter ?? { id: newId() };
    await pauseSchedule(ground.database.db.engine, id);
    await declaring({
      cron: '0 9 * * 1-5',
      timeZone: 'America/New_York',
      missed: { allWithinMs: 1 },
    }).declare();
    const changed = await ground.read(id);
    expect(changed.terms.rule).toEqual({ cron: '0 9 * * 1-5', timeZone: 'America/New_York' });
    expect(changed).toMatchObject({ nextRunAt: null, pausedAt: expect.any(Date) });
    const resumed = await ground.scheduler.resume(ground.database.tenantId, id);
    expect(resumed.nextRunAt?.toLocaleTimeString('sv', { timeZone: 'America/New_York' })).toBe('09:00:00');
  });

  test('is gone with its declaration; one made by hand stays', async () => {
    await declaring({ everyMs: HOUR_MS }).declare();
    await create();
    await ground.scheduler.declare();
    expect((await all()).map(({ name }) => name)).toEqual(['daily']);
  });

  test('that cannot be kept is told and stops no other', async () => {
    const tasks = {
      'room.sweep': { ...sweep, schedule: { everyMs: HOUR_MS } },
      'room.air': { ...sweep, schedule: { cron: '0 0 30 2 *', timeZone: 'UTC' } },
    };
    await ground.another([defineContract({ ...sweeper, tasks })]).declare();
    expect((await all()).map(({ type }) => type)).toEqual(['room.sweep']);
    expect(ground.log.records).toContainEqual(
      expect.objectContaining({
        level: 'error',
        message: 'A contract declares a schedule that cannot be kept.',
      }),
    );
  });
});
