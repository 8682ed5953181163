import { sql, type Selectable } from 'kysely';
import { z } from 'zod';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { CustomerSourcesTable } from '../schema/business.ts';
import type { CustomerSource } from './customer-source.ts';

/** A stored source and the customer it belongs to. */
export interface PlacedSource extends CustomerSource {
  readonly customerId: string;
}

const text = z.string().nullable();

/** Fields are ours, but rows outlive versions of the code: what no longer fits is left out. */
const fieldsSchema = z.object({
  name: text.exactOptional(),
  email: text.exactOptional(),
  phone: text.exactOptional(),
  company: text.exactOptional(),
  ownerId: text.exactOptional(),
  lifecycleStage: text.exactOptional(),
  currency: text.exactOptional(),
  balanceMinor: z.number().exactOptional(),
  delinquent: z.boolean().exactOptional(),
  status: z.string().exactOptional(),
  monthlyRevenueMinor: z.number().exactOptional(),
  amountDueMinor: z.number().exactOptional(),
  createdMs: z.number().exactOptional(),
});

const columns = [
  'system',
  'object_type',
  'external_id',
  'customer_id',
  'keys',
  'fields',
  'source_version',
  'deleted',
] as const;

type Row = Pick<Selectable<CustomerSourcesTable>, (typeof columns)[number]>;

const toSource = (row: Row): PlacedSource => ({
  system: row.system,
  objectType: row.object_type,
  externalId: row.external_id,
  customerId: row.customer_id,
  keys: row.keys,
  fields: fieldsSchema.parse(row.fields),
  version: row.source_version,
  deleted: row.deleted,
});

/** The stored state of these vendor objects, where there is one. */
export const loadSources = async (tx: Db, objects: readonly CustomerSource[]): Promise<PlacedSource[]> => {
  const wanted = toJsonb(
    objects.map((object) => ({ s: object.system, t: object.objectType, e: object.externalId })),
  );
  const rows = await tx
    .selectFrom('customer_sources')
    .select(columns)
    .where(
      sql<boolean>`(system, object_type, external_id) in
        (select s, t, e from jsonb_to_recordset(${wanted}::jsonb) as x(s text, t text, e text))`,
    )
    .execute();
  return rows.map(toSource);
};

/** Every source of these customers. */
export const loadSourcesOf = async (tx: Db, customerIds: readonly string[]): Promise<PlacedSource[]> => {
  const rows = await tx
    .selectFrom('customer_sources')
    .select(columns)
    .where(sql<boolean>`customer_id = any(${customerIds}::uuid[])`)
    .execute();
  return rows.map(toSource);
};
