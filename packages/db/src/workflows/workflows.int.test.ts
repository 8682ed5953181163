import '@sherpa/devstack/vitest';
import { newId } from '@sherpa/core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Db } from '../schema/index.ts';
import { makeTestDatabase, type TestDatabase } from '../testing/index.ts';
import { findCase, listCases } from './browse-cases.ts';
import { groupCases } from './group-cases.ts';
import { closeCase, holdCase, noteCase, openCase } from './move-case.ts';
import { listWorkflowSettings, readWorkflowSettings, saveWorkflowSettings } from './settings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

const inTenant = <T>(work: (tx: Db) => Promise<T>): Promise<T> =>
  database.db.withTenant(database.tenantId, work);
const of = (key: string) => ({ tenantId: database.tenantId, workflow: 'dunning', key, taskId: newId() });

describe('a case', () => {
  test('is one for its key, however often it is opened, and keeps what was made for it', async () => {
    const first = await inTenant((tx) => openCase(tx, { ...of('in_1'), subject: { invoice: 'in_1' } }));
    await inTenant((tx) => noteCase(tx, of('in_1'), { refs: { task: '7' } }));
    await inTenant((tx) => noteCase(tx, of('in_1'), { refs: { page: '8' } }));
    const again = await inTenant((tx) => openCase(tx, { ...of('in_1'), subject: { customer: 'cus_1' } }));
    expect(again).toMatchObject({
      id: first.id,
      status: 'open',
      subject: { invoice: 'in_1', customer: 'cus_1' },
      refs: { task: '7', page: '8' },
      openedAt: first.openedAt,
    });
  });

  test('that has ended is moved by nothing but being opened again', async () => {
    await inTenant((tx) => openCase(tx, { ...of('in_2'), subject: {} }));
    const closed = await inTenant((tx) => closeCase(tx, of('in_2'), 'paid'));
    expect(closed).toMatchObject({ status: 'closed', reason: 'paid', closedAt: expect.any(Date) });
    expect(await inTenant((tx) => closeCase(tx, of('in_2'), 'voided'))).toBeUndefined();
    expect(await inTenant((tx) => noteCase(tx, of('in_2'), { refs: { task: '9' } }))).toBeUndefined();
    const opened = await inTenant((tx) => openCase(tx, { ...of('in_2'), subject: {} }));
    expect(opened).toMatchObject({ id: closed?.id, status: 'open', reason: null, closedAt: null });
  });

  test('that is held says why until it goes on', async () => {
    await inTenant((tx) => holdCase(tx, { ...of('in_3'), subject: {} }, 'Nobody owns this customer.'));
    const held = await inTenant((tx) => listCases(tx, { workflow: 'dunning', status: 'held', limit: 10 }));
    expect(held).toMatchObject([{ key: 'in_3', reason: 'Nobody owns this customer.' }]);
    await inTenant((tx) => openCase(tx, { ...of('in_3'), subject: {} }));
    expect(await inTenant((tx) => findCase(tx, of('in_3')))).toMatchObject({ status: 'open', reason: null });
  });

  test('is listed page by page, what lives apart from what has ended', async () => {
    await inTenant((tx) => openCase(tx, { ...of('in_4'), subject: {} }));
    await inTenant((tx) => closeCase(tx, of('in_4'), 'paid'));
    const live = await inTenant((tx) => listCases(tx, { status: 'live', limit: 10 }));
    expect(live.map(({ key }) => key)).toEqual(['in_3', 'in_2', 'in_1']);
    const [last] = await inTenant((tx) => listCases(tx, { limit: 1 }));
    expect(last?.key).toBe('in_4');
    const next = await inTenant((tx) => listCases(tx, { limit: 1, cursor: last?.id }));
    expect(next.map(({ key }) => key)).toEqual(['in_3']);
  });
});

describe('cases by what they wait for', () => {
  const MIXED = 'Several currencies.';
  const hold = (key: string, reason: string) =>
    inTenant((tx) => holdCase(tx, { ...of(key), workflow: 'mirror', subject: {} }, reason));

  test('are counted, with the oldest and the newest of them, and listed by what they have in common', async () => {
    const first = await hold('a', MIXED);
    await hold('b', 'Refused.');
    const last = await hold('c', MIXED);
    await hold('d', MIXED);
    await inTenant((tx) => closeCase(tx, { ...of('d'), workflow: 'mirror' }, 'settled'));
    const all = await inTenant((tx) => groupCases(tx, { workflow: 'mirror', limit: 10 }));
    expect(all).toMatchObject([
      { status: 'held', reason: MIXED, count: 2, oldestAt: first.openedAt, dueAt: null, sampleId: last.id },
      { status: 'held', reason: 'Refused.', count: 1 },
    ]);
    const alike = { workflow: 'mirror', status: 'held', reason: MIXED, limit: 10 } as const;
    expect((await inTenant((tx) => listCases(tx, alike))).map(({ key }) => key)).toEqual(['c', 'a']);
  });

  test('come page by page, open ones in one group of their workflow', async () => {
    const all = await inTenant((tx) => groupCases(tx, { limit: 10 }));
    const paged: unknown[] = [];
    for (let cursor: string | undefined; ;) {
      const [next] = await inTenant((tx) => groupCases(tx, { limit: 1, cursor }));
      if (next === undefined) break;
      paged.push(next);
      cursor = next.sampleId;
    }
    expect(paged).toEqual(all);
    const open = await inTenant((tx) => groupCases(tx, { status: 'open', limit: 10 }));
    expect(open).toMatchObject([{ workflow: 'dunning', status: 'open', reason: null, count: 3 }]);
  });
});

describe('the settings of a workflow', () => {
  const change = (settings: Record<string, number>, version: number) =>
    inTenant((tx) =>
      saveWorkflowSettings(tx, {
        tenantId: database.tenantId,
        workflow: 'dunning',
        settings,
        changedBy: 'ada',
        version,
      }),
    );

  test('are what was set last, by whoever had read what was there', async () => {
    expect(await inTenant((tx) => readWorkflowSettings(tx, 'dunning'))).toBeUndefined();
    expect(await change({ days: 1 }, 0)).toMatchObject({ version: 1, settings: { days: 1 } });
    expect(await change({ days: 2 }, 0)).toBeUndefined();
    expect(await change({ days: 3 }, 1)).toMatchObject({ version: 2, settings: { days: 3 } });
    expect(await inTenant(listWorkflowSettings)).toMatchObject([
      { workflow: 'dunning', settings: { days: 3 }, changedBy: 'ada' },
    ]);
  });
});
