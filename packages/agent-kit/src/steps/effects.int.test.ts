import '@sherpa/devstack/vitest';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { AgentError, IntegrationError, type Json } from '@sherpa/core';
import { listEffects, type Effect } from '@sherpa/db';
import { makeTestDatabase, sql, type TestDatabase } from '@sherpa/db/testing';
import type { EffectSpec } from '../agent/effect-spec.ts';
import { makeClaimedTasks, type ClaimedTask, type ClaimedTasks } from '../testing/claimed-tasks.ts';

let database: TestDatabase;
let tasks: ClaimedTasks;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
  tasks = makeClaimedTasks(database);
});
afterAll(() => database.drop());

const effectsOf = (taskId: string): Promise<Effect[]> => listEffects(database.db.engine, taskId);

const lost = new IntegrationError('The answer was lost.', { details: { vendor: 'stripe' } });
const rejected = (details: Record<string, unknown>): IntegrationError =>
  new IntegrationError('The vendor refused it.', { code: 'integration_rejected', retry: 'never', details });

/** A write that ends as the test says, and remembers the keys it was made under. */
const makeWrite = (
  ...ends: (Json | Error)[]
): { keys: string[]; perform: (key: string) => Promise<Json> } => {
  const keys: string[] = [];
  return {
    keys,
    perform: async (key) => {
      const end = ends[keys.length] ?? null;
      keys.push(key);
      if (end instanceof Error) throw end;
      return end;
    },
  };
};

const toStripe = (perform: (key: string) => Promise<Json>, more: Partial<EffectSpec<Json>> = {}) => ({
  vendor: 'stripe' as const,
  intent: { kind: 'customer' },
  perform,
  ...more,
});

describe('an effect', () => {
  test('has its intent in the ledger while it is made, and its outcome after', async () => {
    const id = await tasks.add();
    let during: Effect[] = [];
    const worker = await tasks.claim(id);
    const outcome = await worker.effect(
      'create',
      toStripe(async () => {
        during = await effectsOf(id);
        return { id: 'cus_1' };
      }),
    );
    expect(outcome).toEqual({ id: 'cus_1' });
    const key = `sherpa:${id}:create`;
    expect(during).toMatchObject([{ status: 'intended', key, vendor: 'stripe', agent: 'sales', attempt: 1 }]);
    expect(await effectsOf(id)).toMatchObject([
      { status: 'performed', intent: { kind: 'customer' }, outcome: { id: 'cus_1' }, key },
    ]);
  });

  test('that was performed is not made again', async () => {
    const id = await tasks.add();
    const write = makeWrite(null);
    await (await tasks.claim(id)).effect('create', toStripe(write.perform));
    expect(await (await tasks.claim(id)).effect('create', toStripe(write.perform))).toBeNull();
    expect(write.keys).toHaveLength(1);
  });

  test('whose answer was lost is looked for, and not made again where it landed', async () => {
    const id = await tasks.add();
    const write = makeWrite(lost);
    await expect((await tasks.claim(id)).effect('create', toStripe(write.perform))).rejects.toBe(lost);
    expect(await effectsOf(id)).toMatchObject([{ status: 'intended', outcome: null, error: null }]);
    const asked: string[] = [];
    const verify = async (key: string): Promise<Json> => {
      asked.push(key);
      return { id: 'cus_1' };
    };
    const found = await (await tasks.claim(id)).effect('create', toStripe(write.perform, { verify }));
    expect(found).toEqual({ id: 'cus_1' });
    expect(asked).toEqual(write.keys);
    expect(await effectsOf(id)).toMatchObject([{ status: 'performed', attempt: 2 }]);
  });

  test('that did not land is made again under the same key and intent', async () => {
    const id = await tasks.add();
    const write = makeWrite(lost, 'done');
    await expect((await tasks.claim(id)).effect('create', toStripe(write.perform))).rejects.toBe(lost);
    const verify = async (): Promise<undefined> => undefined;
    const again = toStripe(write.perform, { verify, key: 'another', intent: { kind: 'other' } });
    expect(await (await tasks.claim(id)).effect('create', again)).toBe('done');
    expect(new Set(write.keys)).toEqual(new Set([`sherpa:${id}:create`]));
    expect(await effectsOf(id)).toMatchObject([{ intent: { kind: 'customer' } }]);
  });

  test('of a vendor without keys is tried again after a lost answer only where it can be looked for', async () => {
    const unknown = new IntegrationError('The answer was lost.', {
      retry: 'never',
      details: { outcomeUnknown: true },
    });
    const page = { vendor: 'notion', intent: {}, perform: makeWrite(unknown, unknown).perform } as const;
    const worker = await tasks.claim(await tasks.add());
    await expect(worker.effect('blind', page)).rejects.toMatchObject({ retry: 'never' });
    await expect(worker.effect('seeing', { ...page, verify: async () => undefined })).rejects.toMatchObject({
      code: 'integration_unavailable',
      retry: 'backoff',
    });
  });

  test('is not looked for by a first attempt', async () => {
    const verify = async (): Promise<Json> => {
      throw new AgentError('Nobody asked.');
    };
    const worker = await tasks.claim(await tasks.add());
    expect(
      await worker.effect(
        'create',
        toStripe(async () => 1, { verify, key: 'mine' }),
      ),
    ).toBe(1);
  });

  test('that the vendor refused is kept as failed with its error, and may be tried again', async () => {
    const id = await tasks.add();
    const write = makeWrite(rejected({ status: 400 }), 'done');
    await expect((await tasks.claim(id)).effect('create', toStripe(write.perform))).rejects.toMatchObject({
      code: 'integration_rejected',
    });
    expect(await effectsOf(id)).toMatchObject([
      { status: 'failed', error: { code: 'integration_rejected', details: { status: 400 } } },
    ]);
    expect(await (await tasks.claim(id)).effect('create', toStripe(write.perform))).toBe('done');
    expect(write.keys[1]).toBe(write.keys[0]);
    expect(await effectsOf(id)).toMatchObject([{ status: 'performed', error: null }]);
  });

  test('gets another key where Stripe keeps its refusal as the answer of the first', async () => {
    const id = await tasks.add();
    const write = makeWrite(rejected({ status: 402 }), lost, rejected({ status: 402 }), 'done');
    for (const _ of [1, 2, 3])
      await (await tasks.claim(id)).effect('pay', toStripe(write.perform)).catch(() => undefined);
    expect(await (await tasks.claim(id)).effect('pay', toStripe(write.perform))).toBe('done');
    const key = `sherpa:${id}:pay`;
    expect(write.keys).toEqual([key, `${key}:2`, `${key}:2`, `${key}:3`]);
  });

  test('that may have landed stays so when a later request is refused', async () => {
    const id = await tasks.add();
    const write = makeWrite(lost, rejected({ status: 403 }), rejected({ vendorType: 'idempotency_error' }));
    for (const _ of [1, 2, 3])
      await (await tasks.claim(id)).effect('create', toStripe(write.perform)).catch(() => undefined);
    expect(await effectsOf(id)).toMatchObject([{ status: 'intended' }]);
  });

  test('is not repeated at Stripe on a key that Stripe may have forgotten, unless it can be looked for', async () => {
    const id = await tasks.add();
    const write = makeWrite(lost, 'done');
    await expect((await tasks.claim(id)).effect('create', toStripe(write.perform))).rejects.toBe(lost);
    await sql`update agent_effects set intended_at = now() - interval '1 day'
      where task_id = ${id}`.execute(database.db.engine);
    await expect((await tasks.claim(id)).effect('create', toStripe(write.perform))).rejects.toMatchObject({
      code: 'agent_failed',
      retry: 'never',
    });
    expect(write.keys).toHaveLength(1);
    const verify = async (): Promise<undefined> => undefined;
    expect(await (await tasks.claim(id)).effect('create', toStripe(write.perform, { verify }))).toBe('done');
  });

  test('is not begun by an attempt that lost its task', async () => {
    const id = await tasks.add();
    const [first] = [await tasks.claim(id), await tasks.claim(id)];
    const write = makeWrite('done');
    await expect(first.effect('create', toStripe(write.perform))).rejects.toMatchObject({
      reason: 'lease-lost',
    });
    expect(first.lost).toBe(true);
    expect(write.keys).toEqual([]);
    expect(await effectsOf(id)).toEqual([]);
  });

  test('is recorded by nobody who lost the task while it was made; the next one looks for it', async () => {
    const id = await tasks.add();
    const first = await tasks.claim(id);
    let second: ClaimedTask | undefined;
    const made = first.effect(
      'create',
      toStripe(async () => {
        second = await tasks.claim(id);
        return 'made';
      }),
    );
    await expect(made).rejects.toMatchObject({ reason: 'lease-lost' });
    expect(await effectsOf(id)).toMatchObject([{ status: 'intended', attempt: 1 }]);
    const write = makeWrite('twice');
    const verify = async (): Promise<Json> => 'made';
    expect(await second?.effect('create', toStripe(write.perform, { verify }))).toBe('made');
    expect(write.keys).toEqual([]);
  });

  test('is not made once the attempt was ended', async () => {
    const worker = await tasks.claim(await tasks.add());
    worker.abort();
    const write = makeWrite('done');
    await expect(worker.effect('create', toStripe(write.perform))).rejects.toMatchObject({
      reason: 'cancelled',
    });
    expect(write.keys).toEqual([]);
  });
});
