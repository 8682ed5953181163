import type { Json } from '@sherpa/core';
import type { SourceSystem } from '../customers/customer-source.ts';
import type { Db } from '../schema/index.ts';

/** An object as the mirror holds it, for those who only read. */
export interface StoredRecord {
  readonly connectionId: string;
  readonly externalId: string;
  readonly payload: Json;
  readonly observedAt: Date;
}

export interface RecordKind {
  readonly system: SourceSystem;
  readonly objectType: string;
}

const columns = ['connection_id', 'external_id', 'payload', 'observed_at'] as const;

interface Row {
  readonly connection_id: string;
  readonly external_id: string;
  readonly payload: Json;
  readonly observed_at: Date;
}

const toStored = (row: Row): StoredRecord => ({
  connectionId: row.connection_id,
  externalId: row.external_id,
  payload: row.payload,
  observedAt: row.observed_at,
});

/** These objects as far as they are there and live, in order of their ids. */
export const readRecords = async (
  tx: Db,
  { system, objectType }: RecordKind,
  ids: readonly string[],
): Promise<readonly StoredRecord[]> => {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('source_records')
    .select(columns)
    .where('system', '=', system)
    .where('object_type', '=', objectType)
    .where('external_id', 'in', ids)
    .where('delete_reason', 'is', null)
    .orderBy('external_id')
    .execute();
  return rows.map(toStored);
};

/** Living objects of a type in order of their ids, a page of them after that id. */
export const listRecords = async (
  tx: Db,
  { system, objectType }: RecordKind,
  { after = '', limit }: { readonly after?: string; readonly limit: number },
): Promise<readonly StoredRecord[]> => {
  const rows = await tx
    .selectFrom('source_records')
    .select(columns)
    .where('system', '=', system)
    .where('object_type', '=', objectType)
    .where('external_id', '>', after)
    .where('delete_reason', 'is', null)
    .orderBy('external_id')
    .limit(limit)
    .execute();
  return rows.map(toStored);
};
