import { sql } from 'kysely';
import { prepared } from '../prepared.ts';
import type { Db } from '../schema/index.ts';
import { customerColumns, toCustomer, type Customer, type CustomerRow } from './customer.ts';
import { toWords } from './save-words.ts';

export interface CustomerFilter {
  /** Words, each the beginning of a word of name, company or e-mail address; the best match comes first. */
  readonly query?: string | undefined;
  /** Only those of whom a system holds something in a field that it does not own; not with a query. */
  readonly hasDrift?: boolean | undefined;
  readonly kind?: Customer['kind'] | undefined;
  /** The lifecycle stage. */
  readonly stage?: string | undefined;
  /** Of the subscription, as Stripe names it; several: any of them. */
  readonly statuses?: readonly string[] | undefined;
  /** HubSpot's id of the owner. */
  readonly owner?: string | undefined;
  readonly limit: number;
  /** The id of the last customer seen; not with a query. */
  readonly cursor?: string | undefined;
}

const columns = sql.join(customerColumns.map((column) => sql`c.${sql.ref(column)}`));

const toPrefixQuery = (query: string): string =>
  query
    .normalize('NFKC')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => `${word}:*`)
    .join(' & ');

/**
 * Customers that match the words, the best first: by words, by beginnings of words, and, where nothing
 * matches, by words that look alike. A query without a letter or digit finds none.
 */
const searchCustomers = async (tx: Db, query: string, limit: number): Promise<Customer[]> => {
  const prefixes = toPrefixQuery(query);
  if (prefixes === '') return [];
  const { rows } = await sql<CustomerRow>`${prepared}
    select ${columns} from search_customers(${query}, ${prefixes}, ${toWords(query)}::text[], ${limit}::integer) s
    join customer_cache c on c.id = s.customer_id order by s.place`.execute(tx);
  return rows.map(toCustomer);
};

/** A tenant's living customers by id, or those that match the query. */
export const listCustomers = async (tx: Db, filter: CustomerFilter): Promise<Customer[]> => {
  const { cursor, query, limit, hasDrift = false, kind, stage, statuses, owner } = filter;
  if (query !== undefined) return searchCustomers(tx, query, limit);
  const rows = await tx
    .selectFrom('customer_cache')
    .select(customerColumns)
    .where('deleted_at', 'is', null)
    .$if(hasDrift, (rest) => rest.where(sql<boolean>`drift <> '{}'`))
    .$if(kind !== undefined, (rest) => rest.where('kind', '=', kind ?? 'person'))
    .$if(stage !== undefined, (rest) => rest.where('lifecycle_stage', '=', stage ?? ''))
    .$if(statuses !== undefined, (rest) =>
      rest.where(sql<boolean>`subscription_status = any(${statuses ?? []}::text[])`),
    )
    .$if(owner !== undefined, (rest) => rest.where('owner_id', '=', owner ?? ''))
    .$if(cursor !== undefined, (rest) => rest.where('id', '>', cursor ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(toCustomer);
};

const byId = async (tx: Db, id: string): Promise<Customer | undefined> => {
  const row = await tx
    .selectFrom('customer_cache')
    .modifyFront(prepared)
    .select(customerColumns)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : toCustomer(row);
};

/**
 * Who has the objects now that a customer had when it was merged away; the customer that it was merged into
 * where none of them is left. Of several the one that has most of them.
 */
const successorOf = async (tx: Db, id: string): Promise<string | undefined> => {
  const { rows } = await sql<{ id: string }>`
    with recursive gone as (
      select customer_id, moved, level from identity_events
      where other_id = ${id} and kind = 'merge' and undone_at is null order by id desc limit 1
    ), heirs as (
      select case when g.level = 'person' then s.person_id else s.account_id end as id, count(*) as objects
      from gone g cross join unnest(g.moved) as m(node)
      join customer_sources s on s.tenant_id = current_tenant() and s.node = m.node
      group by 1
    ), later(id, depth) as (
      select customer_id, 1 from gone
      union all
      select e.customer_id, l.depth + 1 from later l cross join lateral (
        select customer_id from identity_events where other_id = l.id and kind = 'merge' and undone_at is null
        order by id desc limit 1
      ) e where l.depth < 20
    )
    select id from (
      (select id, 1 as choice from heirs where id is not null order by objects desc, id limit 1)
      union all
      (select id, 2 from later order by depth desc limit 1)
    ) found order by choice limit 1`.execute(tx);
  return rows[0]?.id;
};

/**
 * The customer of that id, tombstones included, or, where it was merged away, the one that has its objects
 * now; undefined if this tenant has none.
 */
export const getCustomer = async (tx: Db, id: string): Promise<Customer | undefined> => {
  const found = await byId(tx, id);
  if (found !== undefined) return found;
  const successor = await successorOf(tx, id);
  return successor === undefined ? undefined : byId(tx, successor);
};

/**
 * The customer that a vendor object or an address belongs to: by its key, such as `stripe:customer:cus_1` or
 * `email:ada@acme.example`. Of a payer the person, and its account where it has none. The id is found first:
 * compared with it where it is found, every row would be read, since row level security lets an index be used only
 * for what cannot tell of hidden rows.
 */
export const findCustomerByKey = async (tx: Db, key: string): Promise<Customer | undefined> => {
  const { rows } = await sql<CustomerRow>`${prepared}
    with wanted as materialized (select customer_of_key(${key}) as id)
    select ${columns} from wanted w join customer_cache c on c.id = w.id`.execute(tx);
  return rows[0] === undefined ? undefined : toCustomer(rows[0]);
};
