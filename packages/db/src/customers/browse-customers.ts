import { sql, type Selectable } from 'kysely';
import type { Db } from '../schema/index.ts';
import type { CustomerCacheTable } from '../schema/business.ts';
import type { ProjectedCustomer } from './project-customer.ts';

/** A row of `customer_cache`. */
export interface Customer extends ProjectedCustomer {
  readonly id: string;
  /** Raised by every change. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface CustomerFilter {
  /** Words, each the beginning of a word of name, company or e-mail address. */
  readonly query?: string | undefined;
  readonly limit: number;
  /** The id of the last customer seen. */
  readonly cursor?: string | undefined;
}

const columns = [
  'id',
  'kind',
  'name',
  'email',
  'phone',
  'company',
  'owner_id',
  'lifecycle_stage',
  'hubspot_contact_id',
  'hubspot_company_id',
  'stripe_customer_id',
  'stripe_customer_ids',
  'subscription_status',
  'monthly_revenue',
  'receivable',
  'balance_minor',
  'currency',
  'delinquent',
  'version',
  'created_at',
  'updated_at',
] as const;

const toCustomer = (row: Pick<Selectable<CustomerCacheTable>, (typeof columns)[number]>): Customer => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  email: row.email,
  phone: row.phone,
  company: row.company,
  ownerId: row.owner_id,
  lifecycleStage: row.lifecycle_stage,
  hubspotContactId: row.hubspot_contact_id,
  hubspotCompanyId: row.hubspot_company_id,
  stripeCustomerId: row.stripe_customer_id,
  stripeCustomerIds: row.stripe_customer_ids,
  subscriptionStatus: row.subscription_status,
  monthlyRevenue: row.monthly_revenue,
  receivable: row.receivable,
  balanceMinor: row.balance_minor,
  currency: row.currency,
  delinquent: row.delinquent,
  version: row.version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const toPrefixQuery = (query: string): string =>
  query
    .normalize('NFKC')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => `${word}:*`)
    .join(' & ');

/** A tenant's customers by id, or those that match the query. A query without a letter or digit finds none. */
export const listCustomers = async (tx: Db, filter: CustomerFilter): Promise<Customer[]> => {
  const { cursor, query } = filter;
  const words = query === undefined ? undefined : toPrefixQuery(query);
  if (words === '') return [];
  const rows = await tx
    .selectFrom('customer_cache')
    .select(columns)
    // The second form finds what Postgres keeps as one word where we see several: the S.A. in a company's name.
    .$if(words !== undefined, (rest) =>
      rest.where(
        sql<boolean>`search @@ (to_tsquery('simple', ${words}) || plainto_tsquery('simple', ${query}))`,
      ),
    )
    .$if(cursor !== undefined, (rest) => rest.where('id', '>', cursor ?? ''))
    .orderBy('id')
    .limit(filter.limit)
    .execute();
  return rows.map(toCustomer);
};

/** The customer of that id, or undefined if this tenant has none. */
export const getCustomer = async (tx: Db, id: string): Promise<Customer | undefined> => {
  const row = await tx.selectFrom('customer_cache').select(columns).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toCustomer(row);
};

/** The customer that a vendor object belongs to: by its own key, such as `stripe:customer:cus_1`. */
export const findCustomerByKey = async (tx: Db, key: string): Promise<Customer | undefined> => {
  const row = await tx
    .selectFrom('customer_cache')
    .innerJoin('customer_keys', 'customer_keys.customer_id', 'customer_cache.id')
    .select(columns.map((column) => `customer_cache.${column}` as const))
    .where('customer_keys.key', '=', key)
    .executeTakeFirst();
  return row === undefined ? undefined : toCustomer(row);
};
