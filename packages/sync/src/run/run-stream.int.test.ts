import '@sherpa/devstack/vitest';
import { randomBytes } from 'node:crypto';
import { newId, toAppError } from '@sherpa/core';
import { listQuarantine, listStreams, type Db, type StreamReport } from '@sherpa/db';
import { sql } from '@sherpa/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { refreshObjects } from '../refresh/refresh-objects.ts';
import { runStream } from './run-stream.ts';
import {
  idOf,
  makeMemoryVendor,
  thingsOf,
  vendorError,
  type MemoryVendor,
} from '../testing/memory-vendor.ts';
import { makeStreamGround, type StreamGround } from '../testing/stream-ground.ts';

let ground: StreamGround;
beforeAll(async () => {
  ground = await makeStreamGround(inject('postgresUrl'));
});
afterAll(() => ground.drop());

let vendor: MemoryVendor;
beforeEach(async () => {
  vendor = makeMemoryVendor(35);
  for (const table of ['source_records', 'sync_streams', 'sync_pages', 'sync_quarantine'])
    await sql`delete from ${sql.table(table)}`.execute(ground.database.db.engine);
});

const asTenant = <T>(work: (tx: Db) => Promise<T>): Promise<T> =>
  ground.database.db.withTenant(ground.database.tenantId, work);

const ids = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => idOf(from + index));

const report = async (lane = 'sync'): Promise<StreamReport | undefined> =>
  (await asTenant(listStreams)).find((one) => one.lane === lane);

const leftOut = async (): Promise<readonly string[]> => {
  const objects = await asTenant((tx) => listQuarantine(tx, 10));
  return objects.map(({ externalId }) => externalId);
};

describe('a first run', () => {
  test('reads all pages, bounded by what one task may, and goes on where it stopped', async () => {
    const things = thingsOf(vendor);
    expect(await ground.run(things, { mostPages: 2 })).toMatchObject({
      mode: 'full',
      rows: 20,
      complete: false,
    });
    expect(await report()).toMatchObject({ run: { mode: 'full', rows: 20, pages: 2 }, freshAt: null });
    expect(await ground.run(things)).toMatchObject({ rows: 35, changed: 15, complete: true });
    expect(vendor.asked.map(({ after }) => after)).toEqual([undefined, idOf(10), idOf(20), idOf(30)]);
    expect(await ground.living('thing')).toEqual(ids(1, 35));
    expect(await report()).toMatchObject({ run: null, freshAt: expect.any(Date), isStale: false });
  });

  test('leaves rows that know which task wrote their state, whether it read a page or asked for one', async () => {
    const [first, second, refresher] = [newId(), newId(), newId()];
    const things = thingsOf(vendor);
    await ground.run(things, { mostPages: 2 }, first);
    await ground.run(things, {}, second);
    vendor.put(idOf(1), 'another name');
    await refreshObjects({ ...ground.deps, taskId: refresher }, things, [idOf(1), idOf(2)]);
    const { rows } = await sql<{ writer: string; objects: number }>`
      select written_by as writer, count(*)::integer as objects from source_records group by 1 order by 1`.execute(
      ground.database.db.engine,
    );
    expect(rows).toEqual([
      { writer: first, objects: 19 },
      { writer: second, objects: 15 },
      { writer: refresher, objects: 1 },
    ]);
  });

  test('goes on at the page during which its process died', async () => {
    const things = thingsOf(vendor);
    vendor.onPage = ({ after }) => {
      if (after === idOf(20)) throw new Error('killed');
    };
    await expect(ground.run(things)).rejects.toThrow('killed');
    expect(await ground.living('thing')).toEqual(ids(1, 20));
    vendor.onPage = () => undefined;
    vendor.asked.length = 0;
    expect(await ground.run(things)).toMatchObject({ rows: 35, complete: true });
    expect(vendor.asked.map(({ after }) => after)).toEqual([idOf(20), idOf(30)]);
    expect(await ground.living('thing')).toEqual(ids(1, 35));
  });

  test('is told and timed while it runs, where it is known how much there is', async () => {
    const seen: unknown[] = [];
    const things = thingsOf(vendor, { count: async () => 35 });
    await runStream({ ...ground.deps, onProgress: (progress) => seen.push(progress) }, things, {
      lane: 'sync',
      full: false,
      acceptAbsence: false,
      mostPages: 2,
    });
    expect(seen).toMatchObject([
      { rows: 10, total: 35, secondsLeft: expect.any(Number) },
      { rows: 20, total: 35 },
    ]);
    expect(await report()).toMatchObject({
      run: { estimatedTotal: 35, rowsPerSecond: expect.any(Number), secondsLeft: expect.any(Number) },
    });
  });

  test('reads on while it writes, and writes what came meanwhile at once', async () => {
    vendor = makeMemoryVendor(60);
    const allAsked = Promise.withResolvers<void>();
    vendor.onPage = () => {
      if (vendor.asked.length === 6) allAsked.resolve();
    };
    let writes = 0;
    const withTenant: typeof ground.deps.withTenant = async (work) => {
      if (vendor.asked.length > 0) {
        writes += 1;
        await allAsked.promise;
      }
      return ground.deps.withTenant(work);
    };
    const wanted = { lane: 'sync', full: false, acceptAbsence: false, mostPages: 10 } as const;
    const done = await runStream({ ...ground.deps, withTenant }, thingsOf(vendor), {
      ...wanted,
    });
    expect(done).toMatchObject({ rows: 60, changed: 60, complete: true });
    // The first page, and the five that were read while it was written.
    expect(writes).toBe(2);
    expect(await ground.living('thing')).toEqual(ids(1, 60));
  });

  test('of a worker that was thought to be dead writes nothing after its heir', async () => {
    const things = thingsOf(vendor);
    const stuck = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    let isFirst = true;
    vendor.onPage = async ({ after }) => {
      if (after !== idOf(10) || !isFirst) return;
      isFirst = false;
      reached.resolve();
      await stuck.promise;
    };
    const dead = ground.run(things);
    await reached.promise;
    await ground.run(things);
    vendor.things.clear();
    stuck.resolve();
    await expect(dead).rejects.toMatchObject({ code: 'conflict' });
    expect(await ground.living('thing')).toEqual(ids(1, 35));
  });

  test('of a stream that is cut into slices reads them one after the other', async () => {
    const bySlice = thingsOf(vendor, {
      slices: async () => ['odd', 'even'],
      list: async (client, { after, limit, slice }) => {
        const all = [...client.things.values()].filter(
          ({ id }) =>
            (Number(id.slice(1)) % 2 === 1) === (slice === 'odd') && (after === undefined || id > after),
        );
        return { rows: all.slice(0, limit), next: all.length > limit ? all[limit - 1]?.id : undefined };
      },
    });
    await ground.run(bySlice, { mostPages: 1 });
    expect(await ground.run(bySlice)).toMatchObject({ rows: 35, complete: true });
    expect(await ground.living('thing')).toEqual(ids(1, 35));
  });
});

describe('a page that cannot be read', () => {
  const spoiledBy = (bad: string, code: 'integration_bad_answer' | 'integration_unavailable') => {
    vendor.onPage = (_page, shown) => {
      if (shown.includes(bad)) throw vendorError(code, code === 'integration_unavailable' ? 504 : 200);
    };
  };

  const skipping = () =>
    thingsOf(vendor, {
      skip: async (client, { after }) => {
        const [id, following] = [...client.things.keys()]
          .toSorted()
          .filter((one) => after === undefined || one > after);
        return { id: id ?? '', next: following === undefined ? undefined : id };
      },
    });

  test('is halved down to the one object that spoils it, which is told of while the rest goes on', async () => {
    spoiledBy(idOf(17), 'integration_bad_answer');
    const done = await ground.run(skipping());
    expect(done).toMatchObject({
      complete: true,
      quarantined: [{ externalId: idOf(17), why: 'integration_bad_answer' }],
    });
    expect(await ground.living('thing')).toEqual([...ids(1, 16), ...ids(18, 35)]);
    expect(await leftOut()).toEqual([idOf(17)]);
    vendor.onPage = () => undefined;
    await ground.run(skipping(), { full: true });
    expect(await ground.living('thing')).toEqual(ids(1, 35));
    expect(await leftOut()).toEqual([]);
  });

  test('because no answer comes is asked for in smaller parts by later attempts', async () => {
    spoiledBy(idOf(17), 'integration_unavailable');
    const things = skipping();
    const codes = new Set<unknown>();
    for (let attempt = 0, complete = false; !complete && attempt < 20; attempt += 1) {
      ({ complete } = await ground.run(things).catch((err: unknown) => {
        codes.add(toAppError(err).code);
        return { complete: false };
      }));
    }
    expect([...codes]).toEqual(['integration_unavailable']);
    expect(await leftOut()).toEqual([idOf(17)]);
    expect(await ground.living('thing')).toEqual([...ids(1, 16), ...ids(18, 35)]);
  });

  test('because the vendor is away leaves nothing out, however long it lasts', async () => {
    vendor.onPage = () => {
      throw vendorError('integration_unavailable', 503);
    };
    const things = thingsOf(vendor, {
      skip: async () => {
        throw vendorError('integration_unavailable', 503);
      },
    });
    for (let attempt = 0; attempt < 12; attempt += 1)
      await expect(ground.run(things)).rejects.toMatchObject({ code: 'integration_unavailable' });
    expect(await leftOut()).toEqual([]);
    expect(await report()).toMatchObject({ error: { code: 'integration_unavailable', status: 503 } });
    vendor.onPage = () => undefined;
    await ground.run(things);
    expect(await ground.living('thing')).toEqual(ids(1, 35));
    expect(await report()).toMatchObject({ error: null });
  });

  test('by its token is begun from another row of the page before, or from the start', async () => {
    const isDead = new Set([idOf(20), idOf(19)]);
    vendor.onPage = ({ after }) => {
      if (after !== undefined && isDead.has(after)) throw vendorError('integration_rejected', 400);
    };
    expect(await ground.run(thingsOf(vendor, { isKeyset: true }))).toMatchObject({ complete: true });
    expect(vendor.asked.map(({ after }) => after)).toEqual([
      undefined,
      idOf(10),
      idOf(20),
      idOf(19),
      idOf(18),
      idOf(28),
    ]);
    expect(await ground.living('thing')).toEqual(ids(1, 35));
  });

  test('edge case 35: by a token that is no id is begun again, and given up when that does not end', async () => {
    let deaths = 1;
    vendor.onPage = ({ after }) => {
      if (after === idOf(20) && deaths-- > 0) throw vendorError('integration_rejected', 400);
    };
    expect(await ground.run(thingsOf(vendor))).toMatchObject({ complete: true });
    expect(await ground.living('thing')).toEqual(ids(1, 35));
    deaths = 100;
    await expect(ground.run(thingsOf(vendor), { full: true })).rejects.toMatchObject({
      code: 'integration_rejected',
    });
  });
});

test('an object that Postgres cannot store is left out and told of while the rest of its page is written', async () => {
  const long = `t000005${randomBytes(6_000).toString('hex')}`;
  vendor.put(long, 'too long a name for an index', 1_000);
  const done = await ground.run(thingsOf(vendor));
  expect(done.complete).toBe(true);
  expect(done.quarantined).toMatchObject([
    { externalId: long.slice(0, 500), details: { sqlState: '54000' } },
  ]);
  expect(await ground.living('thing')).toEqual(ids(1, 35));
});

test('a kind of object that the vendor forbids is told with what is missing, and fails nobody', async () => {
  vendor.onPage = () => {
    throw vendorError('integration_unauthorized', 403);
  };
  expect(await ground.run(thingsOf(vendor))).toMatchObject({
    missingScopes: ['things.read'],
    complete: false,
  });
  expect(await report()).toMatchObject({
    error: { code: 'integration_unauthorized', scopes: ['things.read'] },
  });
  vendor.onPage = () => {
    throw vendorError('integration_unauthorized', 401);
  };
  await expect(ground.run(thingsOf(vendor))).rejects.toMatchObject({ code: 'integration_unauthorized' });
});

describe('an audit', () => {
  test('finds what differs, what is missing and what is gone, and leaves the rest as it is', async () => {
    const things = thingsOf(vendor);
    await ground.run(things);
    const { engine } = ground.database.db;
    await sql`update source_records set payload = '{}', content_hash = 'x' where external_id = ${idOf(3)}`.execute(
      engine,
    );
    await sql`delete from source_records where external_id = ${idOf(4)}`.execute(engine);
    await sql`update source_records set unresolved = false`.execute(engine);
    vendor.things.delete(idOf(5));
    const done = await ground.run(things, { lane: 'audit' });
    expect(done).toMatchObject({ mode: 'audit', rows: 34, changed: 3, complete: true, doubted: undefined });
    const stored = await ground.stored('thing');
    expect(stored.filter(({ unresolved }) => unresolved).map(({ id, deleted }) => [id, deleted])).toEqual([
      [idOf(3), null],
      [idOf(4), null],
      [idOf(5), 'absent'],
    ]);
    expect(stored.find(({ id }) => id === idOf(3))?.payload).toMatchObject({ name: 'thing 3' });
  });

  test('keeps what a listing skipped and the vendor still has', async () => {
    const things = thingsOf(vendor);
    await ground.run(things);
    const forgetful = thingsOf(vendor, {
      list: async (client) => ({ rows: [...client.things.values()].filter(({ id }) => id !== idOf(9)) }),
    });
    expect(await ground.run(forgetful, { lane: 'audit' })).toMatchObject({ complete: true });
    expect(await ground.living('thing')).toEqual(ids(1, 35));
  });

  test('does not believe a listing that has lost nearly everything, unless it is told to', async () => {
    const things = thingsOf(vendor);
    await ground.run(things);
    vendor.things.clear();
    expect(await ground.run(things, { lane: 'audit' })).toMatchObject({ doubted: { known: 35, absent: 35 } });
    expect(await ground.living('thing')).toEqual(ids(1, 35));
    await ground.run(things, { lane: 'audit', acceptAbsence: true });
    expect(await ground.living('thing')).toEqual([]);
  });

  test('that did not finish proves nothing', async () => {
    const things = thingsOf(vendor);
    await ground.run(things);
    vendor.onPage = ({ after }) => {
      if (after === idOf(30)) throw new Error('killed');
    };
    await expect(ground.run(things, { lane: 'audit' })).rejects.toThrow('killed');
    expect(await ground.living('thing')).toEqual(ids(1, 35));
  });

  test('waits for a first run, and runs beside the sync', async () => {
    const things = thingsOf(vendor);
    expect(await ground.run(things, { lane: 'audit' })).toMatchObject({ isLeft: true });
    expect(vendor.asked).toEqual([]);
    await ground.run(things);
    await ground.run(things, { lane: 'audit', mostPages: 1 });
    vendor.put(idOf(36), 'new');
    expect(await ground.run(things)).toMatchObject({ mode: 'incremental', rows: 1, complete: true });
    expect(await report('audit')).toMatchObject({ run: { mode: 'audit', rows: 10 } });
    await ground.run(things, { lane: 'audit' });
    expect(await ground.living('thing')).toEqual(ids(1, 36));
  });
});

describe('what a stream reads again', () => {
  test('is everything, where payloads are made of other properties, and what is gone is noticed', async () => {
    await ground.run(thingsOf(vendor));
    vendor.things.delete(idOf(1));
    expect(await ground.run(thingsOf(vendor))).toMatchObject({ mode: 'incremental', rows: 0 });
    const more = thingsOf(vendor, { fingerprint: ['name', 'colour'] });
    expect(await ground.run(more)).toMatchObject({ mode: 'full', rows: 34 });
    expect(await ground.living('thing')).toEqual(ids(2, 35));
    expect(await ground.run(more)).toMatchObject({ mode: 'incremental' });
  });

  test('edge case 17: a stream that is added later reads everything, whatever others have read', async () => {
    await ground.run(thingsOf(vendor));
    const later = thingsOf(vendor, { name: 'later', objectType: 'later' });
    expect(await ground.run(later)).toMatchObject({ mode: 'full', rows: 35 });
    expect(await ground.living('later')).toEqual(ids(1, 35));
  });

  test('edge case 40: a run and a bookmark that an older version left behind are gone on with or begun anew', async () => {
    await ground.run(thingsOf(vendor));
    const { engine } = ground.database.db;
    await sql`
      update sync_streams set run_id = gen_random_uuid(), mode = 'delta', phase = 'pages', position = '""',
        run_fingerprint = 'old', started_at = now()`.execute(engine);
    vendor.put(idOf(36), 'new');
    expect(await ground.run(thingsOf(vendor))).toMatchObject({
      mode: 'incremental',
      rows: 1,
      complete: true,
    });
    await sql`update sync_streams set fresh_at = null, fingerprint = ''`.execute(engine);
    expect(await ground.run(thingsOf(vendor))).toMatchObject({ mode: 'full', rows: 36, complete: true });
  });
});
