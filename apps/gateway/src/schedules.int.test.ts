import { ConflictError, newId, NotFoundError, ValidationError } from '@sherpa/core';
import { makeClient } from '@sherpa/api';
import { ensureTenant } from '@sherpa/db';
import { sql } from '@sherpa/db/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { API_KEY, startTestGateway, type TestGateway } from './testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.stop());
afterEach(async () => {
  await sql`delete from agent_schedules`.execute(gateway.db.engine);
});

const weekdays = {
  agent: 'greeter',
  type: 'guest.greet',
  name: 'weekdays',
  payload: { name: 'Ada' },
  cron: '0 9 * * 1-5',
  timeZone: 'Europe/Berlin',
} as const;

test('a schedule is made, listed and shown with its next runs', async () => {
  const made = await gateway.client.schedules.create(weekdays);
  expect(made).toMatchObject({
    ...weekdays,
    origin: 'api',
    everyMs: null,
    jitterMs: 0,
    missed: 'last',
    overlap: 'skip',
    pausedAt: null,
    lastRunAt: null,
  });
  const { schedules } = await gateway.client.schedules.list({ agent: 'greeter', type: 'guest.greet' });
  expect(schedules).toEqual([made]);
  const { preview } = await gateway.client.schedules.show(made.id, 5);
  expect(preview).toHaveLength(5);
  expect(preview[0]).toBe(made.nextRunAt);
  for (const runAt of preview) {
    const wall = new Date(runAt).toLocaleTimeString('sv', { timeZone: 'Europe/Berlin' });
    expect(wall).toBe('09:00:00');
  }
});

test('lists go on page by page until there is no more', async () => {
  for (const name of ['a', 'b', 'c']) await gateway.client.schedules.create({ ...weekdays, name });
  const first = await gateway.client.schedules.list({ limit: 2 });
  const second = await gateway.client.schedules.list({ limit: 2, cursor: first.nextCursor ?? undefined });
  expect([...first.schedules, ...second.schedules].map(({ name }) => name)).toEqual(['c', 'b', 'a']);
  expect(second.nextCursor).toBeNull();
});

test('a schedule is paused and resumed', async () => {
  const { id, nextRunAt } = await gateway.client.schedules.create(weekdays);
  const paused = await gateway.client.schedules.pause(id);
  expect(paused).toMatchObject({ nextRunAt: null, pausedAt: expect.any(String) });
  expect((await gateway.client.schedules.show(id, 3)).preview).toEqual([]);
  expect(await gateway.client.schedules.resume(id)).toMatchObject({ nextRunAt, pausedAt: null });
});

test('a run that is asked for is a task with its job, once while it is live', async () => {
  const { id } = await gateway.client.schedules.create(weekdays);
  const before = (await gateway.queue.counts('greeter')).waiting;
  const run = await gateway.client.schedules.run(id);
  expect(await gateway.client.schedules.run(id)).toEqual({ id: run.id, inserted: false });
  expect(await gateway.client.tasks.show(run.id)).toMatchObject({
    payload: { name: 'Ada' },
    origin: 'schedule',
    key: 'schedule:guest.greet:weekdays',
  });
  expect((await gateway.queue.counts('greeter')).waiting).toBe(before + 1);
  expect(await gateway.client.schedules.show(id)).toMatchObject({ lastTaskId: run.id });
});

test('a schedule is deleted; one of a contract is not, and the answer says what to do', async () => {
  const made = await gateway.client.schedules.create(weekdays);
  expect(await gateway.client.schedules.delete(made.id)).toEqual(made);
  await expect(gateway.client.schedules.show(made.id)).rejects.toThrow(NotFoundError);
  const { id } = await gateway.client.schedules.create(weekdays);
  await sql`update agent_schedules set origin = 'contract'`.execute(gateway.db.engine);
  const refused = gateway.client.schedules.delete(id);
  await expect(refused).rejects.toThrow(ConflictError);
  await expect(refused).rejects.toMatchObject({
    details: { problems: [{ field: 'origin', problem: expect.stringContaining('pause it instead') }] },
  });
});

test('a name that is taken is a conflict', async () => {
  await gateway.client.schedules.create(weekdays);
  await expect(gateway.client.schedules.create(weekdays)).rejects.toThrow(ConflictError);
});

test.each([
  ['a cron that cannot be read', { cron: '61 * * * *' }, 'cron'],
  ['a cron that never comes true', { cron: '0 0 30 2 *' }, 'cron'],
  ['too few fields', { cron: '* * *' }, 'cron'],
  ['no such time zone', { timeZone: 'Europe/Bärlin' }, 'timeZone'],
  ['an offset for a time zone', { timeZone: '+02:00' }, 'timeZone'],
  ['two rules', { everyMs: 60_000 }, 'cron'],
  ['no rule', { cron: undefined, timeZone: undefined }, 'cron'],
  ['an interval in a time zone', { cron: undefined, everyMs: 60_000 }, 'timeZone'],
  ['the name of the contract’s own', { name: 'default' }, 'name'],
  ['a task that there is not', { type: 'guest.bite' }, 'type'],
  ['a message', { type: 'guest.left' }, 'type'],
  ['a payload that does not fit', { payload: { name: 7 } }, 'payload.name'],
])('is refused with %s, by the name of the field', async (_what, change, field) => {
  const refused = gateway.client.schedules.create({ ...weekdays, ...change });
  await expect(refused).rejects.toThrow(ValidationError);
  await expect(refused).rejects.toMatchObject({
    details: { problems: expect.arrayContaining([expect.objectContaining({ field })]) },
  });
});

test('the schedule of another tenant is not found', async () => {
  await ensureTenant(gateway.db.engine, 'other');
  const other = makeClient({ url: gateway.url, apiKey: API_KEY, tenant: 'other' });
  const { id } = await other.schedules.create(weekdays);
  expect((await gateway.client.schedules.list()).schedules).toEqual([]);
  for (const ask of ['show', 'pause', 'resume', 'run', 'delete'] as const) {
    await expect(gateway.client.schedules[ask](id), ask).rejects.toThrow(NotFoundError);
    await expect(gateway.client.schedules[ask](newId()), ask).rejects.toThrow(NotFoundError);
  }
  expect(await other.schedules.show(id)).toMatchObject({ id });
});
