import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const changes = sql`
  create table payment_changes (
    tenant_id uuid not null references tenants (id) on delete cascade,
    payer text not null,
    mark uuid not null default gen_random_uuid(),
    changed_at timestamptz not null default now(),
    primary key (tenant_id, payer)
  )`;

const mirror = sql`
  create table payment_mirror (
    tenant_id uuid not null references tenants (id) on delete cascade,
    object_type text not null check (object_type in ('companies', 'contacts')),
    object_id text not null,
    written jsonb not null check (jsonb_typeof(written) = 'object'),
    written_at timestamptz not null,
    primary key (tenant_id, object_type, object_id)
  )`;

const indexes = [
  // Of a payer its subscriptions, whatever the number of its bills.
  sql`create index customer_sources_subscriptions on customer_sources (belongs_to, tenant_id)
    where object_type = 'subscription'`,
];

const comments = [
  [sql`payment_changes.payer`, 'A Stripe customer of which something has changed that is not mirrored yet.'],
  [sql`payment_changes.mark`, 'Of its last change: what has another one by now is to be looked at again.'],
  [
    sql`payment_mirror.written`,
    'What was written last on that object at HubSpot, by the name of the property.',
  ],
  [sql`payment_mirror.written_at`, 'When that was read; what was read earlier does not replace it.'],
] as const;

export const paymentMirror: Migration = {
  up: async (db) => {
    for (const statement of [changes, mirror, ...indexes]) await statement.execute(db);
    for (const table of ['payment_changes', 'payment_mirror'])
      await sql`select protect_tenant_table(${sql.lit(table)}, 'tenant_id')`.execute(db);
    for (const [column, text] of comments)
      await sql`comment on column ${column} is ${sql.lit(text)}`.execute(db);
  },
};
