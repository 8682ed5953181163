import { sql } from 'kysely';
import { ConfigError } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import { sealText, unsealText } from './sealed-columns.ts';
import type { Vault } from './vault.ts';

/** How many connections are sealed with a key. */
export interface KeyUse {
  readonly keyId: string;
  readonly connections: number;
}

/** What a rotation did, and what is left. */
export interface Rotation {
  readonly currentKeyId: string;
  /** Connections that were sealed anew. */
  readonly reencrypted: number;
  /** Ids of those whose credentials no key of this process opens: their key is missing, or another one. */
  readonly unreadable: readonly string[];
  readonly keys: readonly KeyUse[];
  /** Keys of this process that nothing is sealed with any more. */
  readonly droppableKeyIds: readonly string[];
}

interface SealedRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly vendor: string;
  readonly credentials: Buffer;
  readonly credentials_key_id: string;
}

const BATCH = 500;

const readBatch = async (tx: Db, keyId: string, after: string | undefined): Promise<readonly SealedRow[]> => {
  const { rows } = await sql<SealedRow>`
    select id, tenant_id, vendor, credentials, credentials_key_id from connections
    where credentials is not null and credentials_key_id <> ${keyId}
      and (${after ?? null}::uuid is null or id > ${after ?? null}::uuid)
    order by id limit ${BATCH} for update`.execute(tx);
  return rows;
};

/** The row under the current key; undefined where no key opens it. */
const sealAnew = (vault: Vault, row: SealedRow) => {
  const place = { id: row.id, tenantId: row.tenant_id, vendor: row.vendor };
  try {
    const text = unsealText(vault, place, { keyId: row.credentials_key_id, bytes: row.credentials });
    const { keyId, bytes } = sealText(vault, place, text);
    return { id: row.id, key_id: keyId, bytes: bytes.toString('base64') };
  } catch (err) {
    if (err instanceof ConfigError) return undefined;
    throw err;
  }
};

const writeBatch = async (tx: Db, rows: readonly object[]): Promise<void> => {
  if (rows.length === 0) return;
  await sql`
    update connections c set credentials = decode(x.bytes, 'base64'), credentials_key_id = x.key_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, key_id text, bytes text)
    where c.id = x.id`.execute(tx);
};

const countByKey = async (engine: Db): Promise<readonly KeyUse[]> => {
  const rows = await engine
    .selectFrom('connections')
    .select(({ fn }) => ['credentials_key_id as keyId', fn.countAll<number>().as('connections')])
    .where('credentials_key_id', 'is not', null)
    .groupBy('credentials_key_id')
    .orderBy('credentials_key_id')
    .execute();
  return rows.flatMap(({ keyId, connections }) => (keyId === null ? [] : [{ keyId, connections }]));
};

/**
 * Seals the credentials of every tenant with the vault's current key, 500 in a transaction; may run while
 * they are used and changed, and again where it was stopped. What cannot be opened stays as it is.
 */
export const rotateKeys = async (engine: Db, vault: Vault): Promise<Rotation> => {
  // Tells that there is no key before anything is read.
  const currentKeyId = vault.currentKeyId ?? vault.seal('', '').keyId;
  const unreadable: string[] = [];
  let reencrypted = 0;
  let after: string | undefined;
  for (let isMore = true; isMore;) {
    isMore = await engine.transaction().execute(async (tx) => {
      const rows = await readBatch(tx, currentKeyId, after);
      const sealed = rows.flatMap((row) => sealAnew(vault, row) ?? []);
      await writeBatch(tx, sealed);
      const done = new Set(sealed.map(({ id }) => id));
      unreadable.push(...rows.filter(({ id }) => !done.has(id)).map(({ id }) => id));
      reencrypted += sealed.length;
      after = rows.at(-1)?.id;
      return rows.length === BATCH;
    });
  }
  const keys = await countByKey(engine);
  const used = new Set(keys.map(({ keyId }) => keyId));
  const droppableKeyIds = vault.keyIds.filter((id) => id !== currentKeyId && !used.has(id));
  return { currentKeyId, reencrypted, unreadable, keys, droppableKeyIds };
};
