import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What a day came to, a row for each currency: digests tell changes by it, and months are compared by it. */
const days = sql`
  create table insights_days (
    tenant_id uuid not null references tenants (id) on delete cascade,
    day date not null,
    currency text not null,
    revenue_minor bigint not null,
    subscriptions integer not null,
    movements jsonb not null default '{}' check (jsonb_typeof(movements) = 'object'),
    happened jsonb not null default '{}' check (jsonb_typeof(happened) = 'object'),
    doubts text[] not null default '{}',
    noted_at timestamptz not null default now(),
    primary key (tenant_id, day, currency)
  )`;

/** What each subscription brought when the newest day was noted, and before that day: no more, however many days. */
const subscriptions = sql`
  create table insights_subscriptions (
    tenant_id uuid not null references tenants (id) on delete cascade,
    subscription text not null,
    currency text not null,
    revenue_minor bigint not null,
    before_minor bigint not null,
    changed_on date not null,
    primary key (tenant_id, subscription, currency)
  )`;

/** Of many years of charges, those of a day; of all that failed, those that a later charge made good. */
const indexes = [
  sql`create index source_records_money on source_records (tenant_id, object_type, (payload ->> 'created'))
    where system = 'stripe' and object_type in ('charge', 'refund', 'dispute')`,
  sql`create index source_records_failed on source_records (tenant_id, (payload ->> 'paymentIntentId'))
    where system = 'stripe' and object_type = 'charge' and payload ->> 'status' = 'failed'`,
];

/**
 * Under row level security Postgres looks nothing up in an index over JSON, since the operator might tell of
 * rows that one may not see. So this runs as the engine, names the transaction's tenant itself, and gives sums.
 */
const money = sql`
  create function money_between(since text, until text)
  returns table (what text, currency text, count integer, minor bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  with made as materialized (
    select r.object_type, r.payload ->> 'currency' as currency, (r.payload ->> 'amountMinor')::bigint as minor,
      r.payload ->> 'status' as status, r.payload ->> 'paymentIntentId' as payment
    from source_records r
    where r.tenant_id = current_tenant() and r.system = 'stripe' and r.object_type in ('charge', 'refund', 'dispute')
      and r.payload ->> 'created' >= since and r.payload ->> 'created' < until and r.delete_reason is null
  ), told as (
    select 'failed' as what, m.currency, m.minor from made m where m.object_type = 'charge' and m.status = 'failed'
    union all
    select 'recovered', m.currency, m.minor from made m
      where m.object_type = 'charge' and m.status = 'succeeded' and exists (
        select from source_records f where f.tenant_id = current_tenant() and f.system = 'stripe'
          and f.object_type = 'charge' and f.payload ->> 'status' = 'failed'
          and f.payload ->> 'paymentIntentId' = m.payment)
    union all
    select 'refunded', m.currency, m.minor from made m
      where m.object_type = 'refund' and coalesce(m.status, '') not in ('failed', 'canceled')
    union all
    select 'disputed', m.currency, m.minor from made m where m.object_type = 'dispute'
  )
  select t.what, t.currency, count(*)::integer, sum(t.minor)::bigint from told t group by 1, 2 order by 1, 2 $$`;

const comments = [
  [sql`insights_days.revenue_minor`, 'What all subscriptions brought a month when that day was noted.'],
  [sql`insights_days.movements`, 'New, churned, upgraded, downgraded: count and minor units of each.'],
  [sql`insights_days.happened`, 'Failed, recovered, refunded, disputed on that day: count and minor units.'],
  [sql`insights_days.doubts`, 'Why these figures are not to be trusted; empty where they are.'],
  [
    sql`insights_subscriptions.before_minor`,
    'What it brought before changed_on, so that a day can be noted again.',
  ],
] as const;

export const insights: Migration = {
  up: async (db) => {
    for (const statement of [days, subscriptions, ...indexes, money]) await statement.execute(db);
    for (const table of ['insights_days', 'insights_subscriptions'])
      await sql`select protect_tenant_table(${sql.lit(table)}, 'tenant_id')`.execute(db);
    // A new owner has to be allowed to create in the schema at that moment.
    await sql`grant create on schema public to sherpa_engine`.execute(db);
    await sql`alter function money_between(text, text) owner to sherpa_engine`.execute(db);
    await sql`revoke all on function money_between(text, text) from public`.execute(db);
    await sql`grant execute on function money_between(text, text) to sherpa_app, sherpa_engine`.execute(db);
    await sql`revoke create on schema public from sherpa_engine`.execute(db);
    for (const [column, text] of comments)
      await sql`comment on column ${column} is ${sql.lit(text)}`.execute(db);
  },
};
