import { sql, type Selectable } from 'kysely';
import { z } from 'zod';
import type { Db } from '../schema/index.ts';
import type { CustomerSourcesTable } from '../schema/business.ts';
import type { SourceFields, SourceSystem } from './customer-source.ts';

/** A stored source and the customers it belongs to. */
export interface PlacedSource {
  readonly node: string;
  readonly system: SourceSystem;
  readonly objectType: string;
  readonly externalId: string;
  readonly personId: string | null;
  readonly accountId: string | null;
  /** The payer, of what is only part of one. */
  readonly belongsTo: string | null;
  /** The object that the vendor has merged it into. */
  readonly mergedInto: string | null;
  readonly fields: SourceFields;
  readonly version: number;
  readonly deleted: boolean;
}

const text = z.string().nullable();

/** Fields are ours, but rows outlive versions of the code: what no longer fits is left out. */
const fieldsSchema = z.object({
  name: text.exactOptional(),
  email: text.exactOptional(),
  phone: text.exactOptional(),
  country: text.exactOptional(),
  company: text.exactOptional(),
  jobTitle: text.exactOptional(),
  ownerId: text.exactOptional(),
  lifecycleStage: text.exactOptional(),
  companyId: text.exactOptional(),
  domain: text.exactOptional(),
  emailOptOut: z.boolean().exactOptional(),
  currency: text.exactOptional(),
  balanceMinor: z.number().exactOptional(),
  delinquent: z.boolean().exactOptional(),
  taxIds: z.array(z.string()).exactOptional(),
  healthNotes: text.exactOptional(),
  playbook: text.exactOptional(),
  onboardingStatus: text.exactOptional(),
  status: z.string().exactOptional(),
  monthlyRevenueMinor: z.number().exactOptional(),
  amountDueMinor: z.number().exactOptional(),
  paidMs: z.number().exactOptional(),
  createdMs: z.number().exactOptional(),
});

const columns = [
  'node',
  'system',
  'object_type',
  'external_id',
  'person_id',
  'account_id',
  'belongs_to',
  'merged_into',
  'fields',
  'source_version',
  'deleted',
] as const;

type Row = Pick<Selectable<CustomerSourcesTable>, (typeof columns)[number]>;

const toSource = (row: Row): PlacedSource => ({
  node: row.node,
  system: row.system,
  objectType: row.object_type,
  externalId: row.external_id,
  personId: row.person_id,
  accountId: row.account_id,
  belongsTo: row.belongs_to,
  mergedInto: row.merged_into,
  fields: fieldsSchema.parse(row.fields),
  version: row.source_version,
  deleted: row.deleted,
});

const listed = sql.join(columns.map((column) => sql`s.${sql.ref(column)}`));

/**
 * Every source of these customers, with what belongs to the payers among them. Looked up customer by customer: as
 * long as the table has no statistics, Postgres would rather read all that the tenant has.
 */
export const loadSourcesOf = async (
  tx: Db,
  tenantId: string,
  customerIds: readonly string[],
): Promise<PlacedSource[]> => {
  const { rows } = await sql<Row>`
    with members as materialized (
      select distinct on (s.node) ${listed} from unnest(${customerIds}::uuid[]) as c(id) cross join lateral (
        select * from customer_sources where person_id = c.id
        union all
        select * from customer_sources where account_id = c.id
        offset 0
      ) s
    )
    select * from members
    union all
    select ${listed} from members m cross join lateral (
      select * from customer_sources b where b.tenant_id = ${tenantId} and b.belongs_to = m.node offset 0
    ) s where m.object_type = 'customer'`.execute(tx);
  return rows.map(toSource);
};

/** The sources of these nodes. */
export const loadSourcesAt = async (
  tx: Db,
  tenantId: string,
  nodes: readonly string[],
): Promise<PlacedSource[]> => {
  const { rows } = await sql<Row>`
    select ${listed} from customer_sources s where s.tenant_id = ${tenantId} and s.node = any(${nodes}::text[])`.execute(
    tx,
  );
  return rows.map(toSource);
};

/** What is known of an object before a newer state of it is taken in. */
export interface StoredSource {
  readonly node: string;
  /** Undefined: it has not been seen, but another object says that it was merged into that one. */
  readonly version: number | undefined;
  readonly personId: string | null;
  readonly accountId: string | null;
  readonly mergedInto: string | null;
  /** A live object that absorbed it, whether that was known when it was last seen or not. */
  readonly absorbedBy: string | null;
}

/** What is stored of these nodes, looked up one by one; those of which nothing is known are not among them. */
export const loadStored = async (
  tx: Db,
  tenantId: string,
  nodes: readonly string[],
): Promise<Map<string, StoredSource>> => {
  const { rows } = await sql<Omit<StoredSource, 'version'> & { readonly version: number | null }>`
    select n.node, s.source_version as version, s.person_id as "personId", s.account_id as "accountId",
      s.merged_into as "mergedInto", (
        select e.a from identity_edges e where e.tenant_id = ${tenantId} and e.b = n.node and e.kind = 'merged'
          and e.revoked_at is null order by e.a limit 1) as "absorbedBy"
    from unnest(${nodes}::text[]) as n(node)
    left join lateral (
      select * from customer_sources where tenant_id = ${tenantId} and node = n.node limit 1
    ) s on true`.execute(tx);
  return new Map(
    rows
      .filter(({ version, absorbedBy }) => version !== null || absorbedBy !== null)
      .map((row) => [row.node, { ...row, version: row.version ?? undefined }]),
  );
};
