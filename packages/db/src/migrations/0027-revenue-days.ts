import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A row where the revenue became another one, not one a day: years of it are a few rows for each customer. */
const revenueDays = sql`
  create table customer_revenue_days (
    tenant_id uuid not null,
    customer_id uuid not null references customer_cache (id) on delete cascade,
    day date not null,
    monthly_revenue jsonb not null,
    primary key (customer_id, day)
  )`;

const statements = [
  revenueDays,
  sql`select protect_tenant_table('customer_revenue_days', 'tenant_id')`,
  sql`comment on table customer_revenue_days is
      'From that day on a customer brought so much a month, by currency in minor units, until its next row.'`,
];

export const revenueDaysKept: Migration = {
  up: async (db) => {
    for (const statement of statements) await statement.execute(db);
  },
};
