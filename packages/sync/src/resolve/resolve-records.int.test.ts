import '@sherpa/devstack/vitest';
import {
  findCustomerByKey,
  markResolved,
  type CustomerSource,
  type Db,
  type MirroredRecord,
} from '@sherpa/db';
import { newId } from '@sherpa/core';
import { sql } from '@sherpa/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { idOf, makeMemoryVendor, thingsOf, type MemoryVendor } from '../testing/memory-vendor.ts';
import { makeStreamGround, type StreamGround } from '../testing/stream-ground.ts';
import { runStream } from '../run/run-stream.ts';
import { resolveRecords, type ResolveRules } from './resolve-records.ts';

let ground: StreamGround;
beforeAll(async () => {
  ground = await makeStreamGround(inject('postgresUrl'));
});
afterAll(() => ground.drop());

let vendor: MemoryVendor;
beforeEach(async () => {
  for (const table of ['source_records', 'sync_streams', 'customer_cache', 'customer_sources'])
    await sql`delete from ${sql.table(table)}`.execute(ground.database.db.engine);
  vendor = makeMemoryVendor(3);
});

const thing = z.object({ id: z.string(), name: z.string() });

/** A thing is known as a contact, since only those are somebody. */
const toSource = ({ payload, version }: MirroredRecord): CustomerSource => {
  const { id, name } = thing.parse(payload);
  const keys = [`hubspot:contact:${id}`];
  return {
    system: 'hubspot',
    objectType: 'contact',
    externalId: id,
    keys,
    fields: { name },
    version,
    deleted: false,
  };
};

const rules = (over: Partial<ResolveRules> = {}): ResolveRules => ({
  system: 'hubspot',
  mappers: { thing: toSource },
  mostBatches: 10,
  ...over,
});

const resolve = (over: Partial<ResolveRules> = {}) => resolveRecords(ground.deps, rules(over));

const asTenant = <T>(work: (tx: Db) => Promise<T>): Promise<T> =>
  ground.database.db.withTenant(ground.database.tenantId, work);

const nameOf = async (number: number): Promise<string | null | undefined> =>
  (await asTenant((tx) => findCustomerByKey(tx, `hubspot:contact:${idOf(number)}`)))?.name;

const unresolved = async (): Promise<readonly string[]> =>
  (await ground.stored('thing')).filter((one) => one.unresolved).map(({ id }) => id);

describe('what has changed in the mirror', () => {
  test('becomes customers once, in batches', async () => {
    vendor = makeMemoryVendor(450);
    await ground.run(thingsOf(vendor, { pageSize: 100 }));
    expect(await resolve({ mostBatches: 1 })).toMatchObject({ resolved: 200, isMore: true });
    expect(await resolve()).toEqual({ resolved: 250, setAside: 0, told: [], isMore: false });
    expect(await nameOf(450)).toBe('thing 450');
    expect(await resolve()).toMatchObject({ resolved: 0 });
    vendor.put(idOf(2), 'renamed');
    await ground.run(thingsOf(vendor));
    expect(await resolve()).toMatchObject({ resolved: 1 });
    expect(await nameOf(2)).toBe('renamed');
  });

  test('and cannot be read is set aside until it changes; the rest becomes customers', async () => {
    await ground.run(thingsOf(vendor));
    await sql`update source_records set payload = '{"id":7}' where external_id = ${idOf(2)}`.execute(
      ground.database.db.engine,
    );
    expect(await resolve()).toMatchObject({ resolved: 2, setAside: 1 });
    expect(await unresolved()).toEqual([]);
    vendor.put(idOf(2), 'mended');
    await ground.run(thingsOf(vendor));
    expect(await resolve()).toMatchObject({ resolved: 1, setAside: 0 });
    expect(await nameOf(2)).toBe('mended');
  });

  test('in a younger account under an id that an older one has is set aside, whatever it says of it', async () => {
    const younger = { ...ground.deps, connectionId: newId() };
    const things = thingsOf(vendor);
    await ground.run(things);
    const other = makeMemoryVendor(4);
    other.put(idOf(2), 'somebody else', 9_000_000_000_000);
    const all = { lane: 'sync', full: true, acceptAbsence: false, mostPages: 10 } as const;
    await runStream(younger, thingsOf(other), all);
    expect(await resolve()).toMatchObject({ resolved: 4, setAside: 3 });
    expect(await nameOf(2)).toBe('thing 2');
    expect(await nameOf(4)).toBe('thing 4');
    const { rows } = await sql<{ why: string }>`
      select distinct quarantined as why from source_records where quarantined is not null`.execute(
      ground.database.db.engine,
    );
    expect(rows).toEqual([{ why: 'id_of_another_account' }]);
  });

  test('of a type that belongs to no customer is left at that', async () => {
    await ground.run(thingsOf(vendor));
    expect(await resolve({ mappers: {} })).toMatchObject({ resolved: 3 });
    expect(await unresolved()).toEqual([]);
  });

  test('and is to be told stays so until that is certain, and does not hold up the rest', async () => {
    await ground.run(thingsOf(vendor));
    const isTold = ({ externalId }: MirroredRecord): boolean => externalId === idOf(2);
    const { told } = await resolve({ isTold });
    expect(told.map(({ externalId }) => externalId)).toEqual([idOf(2)]);
    expect(await unresolved()).toEqual([idOf(2)]);
    expect(await nameOf(2)).toBe('thing 2');
    const { tenantId } = ground.deps;
    await asTenant((tx) => markResolved(tx, { tenantId, system: 'hubspot', records: told }));
    expect(await unresolved()).toEqual([]);
  });
});
