import '@sherpa/devstack/vitest';
import { sql } from 'kysely';
import { newId } from '@sherpa/core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { makeTestDatabase, type TestDatabase } from '../testing/index.ts';
import { buryObjects } from './bury-objects.ts';
import { finishRun } from './finish-run.ts';
import { mirrorPage } from './mirror-page.ts';
import { openRun } from './open-run.ts';
import { purgeRecords } from './purge-records.ts';
import { NO_CONNECTION, type MirrorRow } from './record.ts';
import type { SyncRun } from './sync-run.ts';
import { tellStaleStreams } from './tell-stale-streams.ts';
import { markResolved, takeUnresolved } from './unresolved.ts';
import { writeRows } from './write-rows.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
beforeEach(async () => {
  for (const table of ['source_records', 'sync_streams', 'sync_pages', 'sync_quarantine'])
    await sql`delete from ${sql.table(table)}`.execute(database.db.engine);
});
afterAll(() => database.drop());

const at = (second: number): Date => new Date(second * 1_000);

const place = () =>
  ({
    tenantId: database.tenantId,
    connectionId: NO_CONNECTION,
    system: 'hubspot',
    objectType: 'contact',
  }) as const;

const row = (name: string, version: number, over: Partial<MirrorRow> = {}): MirrorRow => ({
  externalId: '1',
  payload: JSON.stringify({ name }),
  contentHash: name,
  version,
  deleteReason: null,
  ...over,
});

const write = (rows: readonly MirrorRow[], second: number, revives = true, writtenBy = newId()) =>
  database.db.withTenant(database.tenantId, (tx) =>
    writeRows(tx, place(), rows, { observedAt: at(second), writtenBy, revives, resolves: true }),
  );

const bury = (reason: 'deleted' | 'merged', second: number, externalId = '1', writtenBy = newId()) =>
  database.db.withTenant(database.tenantId, (tx) =>
    buryObjects(tx, place(), [{ externalId, reason, ...(reason === 'merged' ? { mergedInto: '2' } : {}) }], {
      observedAt: at(second),
      writtenBy,
    }),
  );

const look = async (id = '1') => {
  const { rows } = await sql<{
    name: string | null;
    deleted: string | null;
    place: string;
    unresolved: boolean;
    writtenBy: string | null;
  }>`
    select payload ->> 'name' as name, delete_reason as deleted, ctid::text as place, unresolved,
      written_by as "writtenBy"
    from source_records where external_id = ${id}`.execute(database.db.engine);
  return rows[0];
};

describe('an object in the mirror', () => {
  test('is replaced by what is newer by its vendor’s version, and never by what is older', async () => {
    expect(await write([row('new', 5)], 10)).toEqual({ inserted: 1, updated: 0 });
    expect(await write([row('older, asked later', 4)], 20)).toEqual({ inserted: 0, updated: 0 });
    expect(await look()).toMatchObject({ name: 'new' });
    expect(await write([row('newer, asked earlier', 6)], 5)).toEqual({ inserted: 0, updated: 1 });
    expect(await look()).toMatchObject({ name: 'newer, asked earlier' });
  });

  test('is replaced by what was asked for later where the version is the same', async () => {
    await write([row('early', 5)], 10);
    await write([row('late', 5)], 9);
    expect(await look()).toMatchObject({ name: 'early' });
    await write([row('late', 5)], 11);
    expect(await look()).toMatchObject({ name: 'late' });
  });

  test('is not touched where nothing has changed', async () => {
    await write([row('same', 5)], 10);
    const before = await look();
    expect(await write([row('same', 6)], 20)).toEqual({ inserted: 0, updated: 0 });
    expect(await look()).toEqual(before);
  });

  test('knows the task that wrote its present state', async () => {
    const [reader, other, gravedigger] = [newId(), newId(), newId()];
    await write([row('a', 5)], 10, true, reader);
    await write([row('a', 6)], 20, true, other);
    expect(await look()).toMatchObject({ writtenBy: reader });
    await write([row('b', 7)], 30, true, other);
    expect(await look()).toMatchObject({ writtenBy: other });
    await bury('deleted', 40, '1', gravedigger);
    expect(await look()).toMatchObject({ writtenBy: gravedigger });
    const { tenantId } = database;
    const taken = await database.db.withTenant(tenantId, (tx) =>
      takeUnresolved(tx, { tenantId, system: 'hubspot', limit: 1 }),
    );
    expect(taken).toMatchObject([{ externalId: '1', isDeleted: true, writtenBy: gravedigger }]);
  });

  test('is stored once where a page shows it twice, and without what Postgres cannot keep', async () => {
    await write([row('a', 1), row('b\0', 2), row('c', 1)], 10);
    expect(await look()).toMatchObject({ name: 'b\uFFFD' });
  });

  test('that is gone comes back only by what was seen after that', async () => {
    await write([row('there', 5)], 10);
    expect(await bury('deleted', 20)).toBe(1);
    expect(await bury('deleted', 21)).toBe(0);
    expect(await look()).toMatchObject({ name: 'there', deleted: 'deleted' });
    await write([row('there', 5), row('changed before it went', 6)], 15);
    expect(await look()).toMatchObject({ deleted: 'deleted' });
    await write([row('there', 5)], 25, false);
    expect(await look()).toMatchObject({ deleted: 'deleted' });
    await write([row('there', 5)], 25);
    expect(await look()).toMatchObject({ name: 'there', deleted: null, unresolved: true });
    expect(await bury('deleted', 24)).toBe(0);
  });

  test('that was merged away stays so, also where it was never seen', async () => {
    await write([row('there', 5)], 10);
    expect(await bury('merged', 20)).toBe(1);
    expect(await bury('merged', 30)).toBe(0);
    await bury('merged', 20, '7');
    await write([row('stale', 9), row('stale', 9, { externalId: '7' })], 40);
    expect(await look()).toMatchObject({ deleted: 'merged' });
    expect(await look('7')).toMatchObject({ deleted: 'merged', unresolved: false });
  });

  test('that was purged is empty for good', async () => {
    await write([row('secret', 5)], 10);
    const { db, tenantId } = database;
    expect(await db.withTenant(tenantId, (tx) => purgeRecords(tx, place(), ['1', 'nobody']))).toBe(1);
    await write([row('secret', 9)], 99);
    await bury('merged', 99);
    expect(await look()).toMatchObject({ name: null, deleted: 'privacy', unresolved: false });
  });

  test('stays unresolved where it changed while it was being resolved', async () => {
    const { db, tenantId } = database;
    const system = 'hubspot';
    await write([row('one', 1), row('two', 1, { externalId: '2' })], 10);
    const records = await db.withTenant(tenantId, (tx) =>
      takeUnresolved(tx, { tenantId, system, limit: 10 }),
    );
    expect(records).toMatchObject([{ externalId: '1', payload: { name: 'one' } }, { externalId: '2' }]);
    await write([row('one, changed', 2)], 11);
    await db.withTenant(tenantId, (tx) => markResolved(tx, { tenantId, system, records }));
    const after = records.slice(0, 1)[0];
    const rest = await db.withTenant(tenantId, (tx) => takeUnresolved(tx, { tenantId, system, limit: 10 }));
    expect(rest.map(({ payload }) => payload)).toEqual([{ name: 'one, changed' }]);
    expect(
      await db.withTenant(tenantId, (tx) => takeUnresolved(tx, { tenantId, system, after, limit: 10 })),
    ).toEqual([]);
  });
});

describe('a run', () => {
  const facts = (freshWithinMs = 60_000) => ({
    address: {
      tenantId: database.tenantId,
      connectionId: NO_CONNECTION,
      system: 'hubspot',
      stream: 'contacts',
      lane: 'sync',
    } as const,
    agent: 'sales',
    objectType: 'contact',
    fingerprint: 'f',
    freshWithinMs,
  });

  const begin = async (freshWithinMs?: number): Promise<SyncRun> => {
    const fresh = { mode: 'full', phase: 'list', since: null, estimatedTotal: null } as const;
    const opened = await database.db.withTenant(database.tenantId, (tx) =>
      openRun(tx, facts(freshWithinMs), newId(), () => fresh),
    );
    if (opened === undefined) throw new Error('It did not begin.');
    return opened.run;
  };

  const page = (rows: readonly MirrorRow[]) => ({
    rows,
    gone: [],
    observedAt: at(10),
    writtenBy: null,
    revives: true,
    resolves: true,
    checkpoint: { phase: 'list', position: { after: '1' }, rows: rows.length },
  });

  test('keeps a page and its checkpoint, or neither', async () => {
    const run = await begin();
    const { db, tenantId } = database;
    const broken = db.withTenant(tenantId, async (tx) => {
      await mirrorPage(tx, run, 0, page([row('a', 1)]));
      throw new Error('killed');
    });
    await expect(broken).rejects.toThrow('killed');
    expect(await look()).toBeUndefined();
    expect(await db.withTenant(tenantId, (tx) => mirrorPage(tx, run, 0, page([row('a', 1)])))).toMatchObject({
      pages: 1,
      rows: 1,
      changed: 1,
    });
    const twice = db.withTenant(tenantId, (tx) => mirrorPage(tx, run, 0, page([row('b', 2)])));
    await expect(twice).rejects.toMatchObject({ code: 'conflict' });
    expect(await look()).toMatchObject({ name: 'a' });
  });

  test('that is too long ago is told once, and again after the stream has recovered', async () => {
    const { db, tenantId } = database;
    const run = await begin();
    expect(await tellStaleStreams(db.engine)).toEqual([]);
    const grow = () =>
      sql`
      update sync_streams set fresh_at = now() - interval '61 seconds', checkpoint_at = now()`.execute(
        db.engine,
      );
    await grow();
    expect(await tellStaleStreams(db.engine)).toMatchObject([
      { tenantId, agent: 'sales', stream: 'contacts' },
    ]);
    expect(await tellStaleStreams(db.engine)).toEqual([]);
    await db.withTenant(tenantId, (tx) => finishRun(tx, run, 0, { archivedRows: undefined }));
    expect(await tellStaleStreams(db.engine)).toEqual([]);
    await grow();
    expect(await tellStaleStreams(db.engine)).toHaveLength(1);
    const { rows } = await sql`select data from agent_events where type = 'sync.stale'`.execute(db.engine);
    expect(rows).toMatchObject([{ data: { stream: 'contacts', freshWithinMs: 60_000 } }, {}]);
  });
});
