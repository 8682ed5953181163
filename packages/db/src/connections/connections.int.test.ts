import '@sherpa/devstack/vitest';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { newId, type Credentials } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import { ensureTenant } from '../tenants.ts';
import { listEvents } from '../tasks/browse-events.ts';
import { makeTestDatabase, makeTestVault, type TestDatabase } from '../testing/index.ts';
import { findConnection, getConnection, listConnections } from './browse-connections.ts';
import { changeConnection, removeConnection, type ConnectionChange } from './change-connection.ts';
import type { Connection } from './connection.ts';
import { createConnection } from './create-connection.ts';
import { importCredentials } from './import-credentials.ts';
import { markUnauthorized, noteCheck, noteUse } from './note-connections.ts';
import { openCredentials } from './open-credentials.ts';
import { rotateKeys } from './rotate-keys.ts';

const vault = makeTestVault();
const hubspot = (accessToken = 'pat-na1-hunter2-00000000-beef'): Credentials => ({
  vendor: 'hubspot',
  accessToken,
  clientSecrets: ['client-hunter2-new', 'client-hunter2-old'],
});

let database: TestDatabase;
let tenantId: string;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());
beforeEach(async () => {
  await sql`delete from connections`.execute(database.db.engine);
  tenantId = (await ensureTenant(database.db.engine, `t-${newId()}`)).id;
});

const asTenant = <T>(work: (tx: Db) => Promise<T>, id = tenantId): Promise<T> =>
  database.db.withTenant(id, work);

const create = async (name = 'main', credentials = hubspot(), owner = tenantId): Promise<Connection> => {
  const made = await asTenant(
    (tx) => createConnection(tx, vault, { tenantId: owner, name, credentials }),
    owner,
  );
  if (made === undefined) throw new Error('The name is taken.');
  return made;
};

const open = (id: string, how = vault): Promise<Credentials> => asTenant((tx) => openCredentials(how, tx, id));

const change = (id: string, to: ConnectionChange): Promise<Connection> =>
  asTenant(async (tx) => {
    const locked = await getConnection(tx, id, 'locked');
    if (locked === undefined) throw new Error('There is no such connection.');
    return changeConnection(tx, vault, locked, to);
  });

const refuse = ({ id, credentialsChangedAt }: Connection): Promise<boolean> =>
  asTenant((tx) =>
    markUnauthorized(tx, { connectionId: id, credentialsChangedAt, reason: 'Refused.', agent: 'sales' }),
  );

/** Moves ciphertext from one row to another, as somebody could who may write to the database. */
const moveCiphertext = async (from: string, to: string): Promise<void> => {
  await sql`
    update connections t set credentials = f.credentials, credentials_key_id = f.credentials_key_id
    from connections f where f.id = ${from} and t.id = ${to}`.execute(database.db.engine);
};

describe('a connection', () => {
  test('is kept with its credentials, which only the vault gives back', async () => {
    const made = await create();
    expect(made).toMatchObject({
      tenantId,
      vendor: 'hubspot',
      name: 'main',
      account: null,
      status: 'active',
      origin: 'api',
      settings: {},
      keyId: 'test',
    });
    expect(made.secrets.map(({ name, fingerprint }) => [name, fingerprint])).toEqual([
      ['accessToken', expect.stringMatching(/^…beef#[0-9a-f]{8}$/u)],
      ['clientSecrets', expect.stringMatching(/^#[0-9a-f]{8}$/u)],
      ['clientSecrets', expect.stringMatching(/^#[0-9a-f]{8}$/u)],
    ]);
    expect(await open(made.id)).toEqual(hubspot());
    expect(JSON.stringify(made)).not.toContain('hunter2');
  });

  test('is listed without ciphertext, newest first, page by page and by vendor', async () => {
    const [first, second] = [await create('a'), await create('b')];
    await create('c', { vendor: 'notion', accessToken: 'ntn_hunter2', webhookSecrets: [] });
    const page = await asTenant((tx) => listConnections(tx, { vendor: 'hubspot', limit: 1 }));
    expect(page).toEqual([second]);
    const rest = await asTenant((tx) =>
      listConnections(tx, { vendor: 'hubspot', limit: 5, cursor: second.id }),
    );
    expect(rest).toEqual([first]);
    expect(Object.keys(first)).not.toContain('credentials');
    expect(JSON.stringify(await asTenant((tx) => listConnections(tx, { limit: 5 })))).not.toContain('hunter2');
  });

  test('has a name of its own among those of its vendor', async () => {
    await create('main');
    await expect(create('main')).rejects.toThrow('taken');
    await create('main', { vendor: 'stripe', apiKey: 'sk_test_hunter2', webhookSecrets: [] });
  });

  test('of which there are several: the oldest active one is the default', async () => {
    const [first, second] = [await create('a'), await create('b')];
    const find = (connectionId?: string) =>
      asTenant((tx) => findConnection(tx, { tenantId, vendor: 'hubspot', connectionId }));
    expect((await find())?.id).toBe(first.id);
    expect((await find(second.id))?.id).toBe(second.id);
    await change(first.id, { status: 'disabled' });
    expect((await find())?.id).toBe(second.id);
    await change(second.id, { status: 'disabled' });
    expect(await find()).toMatchObject({ id: first.id, status: 'disabled' });
    expect(await find(newId())).toBeUndefined();
  });

  test('says when it was used, to the minute', async () => {
    const { id } = await create();
    await asTenant((tx) => noteUse(tx, id));
    const used = (await asTenant((tx) => getConnection(tx, id)))?.lastUsedAt;
    expect(used).toBeInstanceOf(Date);
    await asTenant((tx) => noteUse(tx, id));
    expect((await asTenant((tx) => getConnection(tx, id)))?.lastUsedAt).toEqual(used);
  });

  test('is removed with its credentials', async () => {
    const { id } = await create();
    expect(await asTenant((tx) => removeConnection(tx, id))).toMatchObject({ id });
    await expect(open(id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await asTenant((tx) => removeConnection(tx, id))).toBeUndefined();
  });
});

describe('ciphertext', () => {
  test('that was moved to another connection does not open there', async () => {
    const [from, to] = [await create('a'), await create('b')];
    await moveCiphertext(from.id, to.id);
    expect(await open(from.id)).toEqual(hubspot());
    await expect(open(to.id)).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('cannot be decrypted'),
    });
  });

  test('that was moved to another tenant does not open there, nor under another vendor', async () => {
    const from = await create();
    const other = (await ensureTenant(database.db.engine, `o-${newId()}`)).id;
    const to = await create('main', hubspot(), other);
    await moveCiphertext(from.id, to.id);
    const reading = asTenant((tx) => openCredentials(vault, tx, to.id), other);
    await expect(reading).rejects.toMatchObject({ code: 'config_invalid' });
    await sql`update connections set vendor = 'notion' where id = ${from.id}`.execute(database.db.engine);
    await expect(open(from.id)).rejects.toMatchObject({ code: 'config_invalid' });
  });

  test('is told with the name of the key that is missing', async () => {
    const { id } = await create();
    await expect(open(id, makeTestVault('another'))).rejects.toMatchObject({
      details: { keyId: 'test', problems: [{ problem: expect.stringContaining('the key test') }] },
      retry: { counted: false },
    });
  });
});

describe('credentials that are refused', () => {
  test('take their connection out of use and are told of once', async () => {
    const made = await create();
    expect(await refuse(made)).toBe(true);
    expect(await refuse(made)).toBe(false);
    expect(await asTenant((tx) => getConnection(tx, made.id))).toMatchObject({
      status: 'unauthorized',
      statusReason: 'Refused.',
    });
    const events = await asTenant((tx) => listEvents(tx, { type: 'connection.unauthorized', limit: 10 }));
    expect(events).toMatchObject([
      { agent: 'sales', data: { connectionId: made.id, vendor: 'hubspot' }, taskId: null },
    ]);
  });

  test('are followed by others, which make it active; who had the old ones no longer refuses', async () => {
    const made = await create();
    await refuse(made);
    const renewed = await change(made.id, { credentials: hubspot('pat-na1-hunter2-renewed-00') });
    expect(renewed).toMatchObject({ status: 'active', statusReason: null });
    expect(renewed.credentialsChangedAt.getTime()).toBeGreaterThan(made.credentialsChangedAt.getTime());
    expect(await refuse(made)).toBe(false);
    expect(await refuse(renewed)).toBe(true);
  });

  test('do not enable what a person has disabled when others follow', async () => {
    const made = await create();
    await change(made.id, { status: 'disabled' });
    expect(await change(made.id, { credentials: hubspot('pat-na1-hunter2-renewed-01') })).toMatchObject({
      status: 'disabled',
    });
  });

  test('are taken again by the vendor: a check makes the connection active and names its account', async () => {
    const made = await create();
    await refuse(made);
    const { id: connectionId, credentialsChangedAt } = made;
    const checked = await asTenant((tx) =>
      noteCheck(tx, { connectionId, credentialsChangedAt, account: '4711' }),
    );
    expect(checked).toMatchObject({ status: 'active', account: '4711', checkedAt: expect.any(Date) });
    const second = await create('second');
    const same = await asTenant((tx) =>
      noteCheck(tx, {
        connectionId: second.id,
        credentialsChangedAt: second.credentialsChangedAt,
        account: '4711',
      }),
    );
    expect(same).toMatchObject({ account: null, checkedAt: expect.any(Date) });
  });

  test('keep the date of secrets that stay', async () => {
    const made = await create();
    const renewed = await change(made.id, {
      credentials: {
        vendor: 'hubspot',
        accessToken: 'pat-na1-hunter2-renewed-02',
        clientSecrets: ['client-hunter2-newest', 'client-hunter2-new'],
      },
    });
    const [, newest, kept] = renewed.secrets;
    expect(kept).toEqual(made.secrets[1]);
    expect(newest?.fingerprint).not.toBe(kept?.fingerprint);
  });
});

describe('the credentials of the environment', () => {
  const told = (accessToken: string): Credentials => ({ vendor: 'hubspot', accessToken, clientSecrets: [] });
  const bring = (credentials: Credentials) => importCredentials(database.db, vault, tenantId, credentials);
  const only = async (): Promise<Connection | undefined> =>
    (await asTenant((tx) => listConnections(tx, { limit: 5 })))[0];

  test('become a connection that follows them', async () => {
    expect(await bring(told('pat-na1-hunter2-1'))).toBe('created');
    expect(await bring(told('pat-na1-hunter2-1'))).toBe('unchanged');
    expect(await bring(told('pat-na1-hunter2-2'))).toBe('updated');
    const connection = await only();
    expect(connection).toMatchObject({ name: 'environment', origin: 'environment' });
    expect(await open(connection?.id ?? '')).toEqual(told('pat-na1-hunter2-2'));
  });

  test('make one connection, however many processes start at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => bring(told('pat-na1-hunter2-1'))));
    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
    expect(await asTenant((tx) => listConnections(tx, { limit: 5 }))).toHaveLength(1);
  });

  test('say nothing about webhooks where they have no secret for them', async () => {
    await bring(hubspot('pat-na1-hunter2-1'));
    expect(await bring(told('pat-na1-hunter2-2'))).toBe('updated');
    expect(await open((await only())?.id ?? '')).toEqual(hubspot('pat-na1-hunter2-2'));
  });

  test('are sealed anew where the key of the stored ones is gone, unless more would be lost with it', async () => {
    const stranger = makeTestVault('another');
    await bring(told('pat-na1-hunter2-1'));
    const bringAgain = () => importCredentials(database.db, stranger, tenantId, told('pat-na1-hunter2-1'));
    expect(await bringAgain()).toBe('resealed');
    const { id } = (await only()) ?? { id: '' };
    expect(await open(id, stranger)).toEqual(told('pat-na1-hunter2-1'));
    await change(id, { credentials: hubspot('pat-na1-hunter2-1') });
    await expect(bringAgain()).rejects.toMatchObject({ code: 'config_invalid' });
  });

  test('are left alone where a person gave others', async () => {
    await bring(told('pat-na1-hunter2-1'));
    const { id } = (await only()) ?? { id: '' };
    await change(id, { credentials: told('pat-na1-hunter2-9'), origin: 'api' });
    expect(await bring(told('pat-na1-hunter2-2'))).toBe('ignored');
    expect(await open(id)).toEqual(told('pat-na1-hunter2-9'));
  });
});

describe('a rotation of keys', () => {
  const rotate = (...ids: readonly string[]) => rotateKeys(database.db.engine, makeTestVault(...ids));

  test('seals everything anew, of every tenant, and says which keys may go', async () => {
    const mine = await create();
    const other = (await ensureTenant(database.db.engine, `o-${newId()}`)).id;
    const theirs = await create('main', hubspot('pat-na1-hunter2-other'), other);
    const rotation = await rotate('next', 'test', 'unused');
    expect(rotation).toEqual({
      currentKeyId: 'next',
      reencrypted: 2,
      unreadable: [],
      keys: [{ keyId: 'next', connections: 2 }],
      droppableKeyIds: ['test', 'unused'],
    });
    const after = await asTenant((tx) => getConnection(tx, mine.id));
    expect(after).toMatchObject({ keyId: 'next', credentialsChangedAt: mine.credentialsChangedAt });
    expect(await open(mine.id, makeTestVault('next'))).toEqual(hubspot());
    const reading = asTenant((tx) => openCredentials(makeTestVault('next'), tx, theirs.id), other);
    expect(await reading).toEqual(hubspot('pat-na1-hunter2-other'));
    expect((await rotate('next', 'test')).reencrypted).toBe(0);
  });

  test('leaves what it cannot open, names it, and keeps its key from being dropped', async () => {
    await create();
    const spoilt = await create('spoilt');
    await sql`update connections set credentials = '\\x00' where id = ${spoilt.id}`.execute(
      database.db.engine,
    );
    const rotation = await rotate('next', 'test');
    expect(rotation).toMatchObject({ reencrypted: 1, unreadable: [spoilt.id], droppableKeyIds: [] });
    expect(rotation.keys).toContainEqual({ keyId: 'test', connections: 1 });
    expect(await rotate('third')).toMatchObject({ reencrypted: 0, unreadable: { length: 2 } });
  });
});
