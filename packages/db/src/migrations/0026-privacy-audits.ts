import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`
    create table privacy_audits (
      tenant_id uuid not null references tenants (id) on delete cascade,
      number integer not null check (number > 0),
      request text not null,
      record jsonb not null check (jsonb_typeof(record) = 'object'),
      signature text not null,
      made_at timestamptz not null default now(),
      primary key (tenant_id, number),
      unique (tenant_id, request)
    )`,
  sql`select protect_tenant_table('privacy_audits', 'tenant_id')`,
  sql`comment on table privacy_audits is
    'What was done about people who were forgotten, without the people: a chain of signed records.'`,
  sql`comment on column privacy_audits.signature is
    'SHA-256 over the tenant''s salt, the signature of the record before and this record.'`,
  // Whose tickets of the last hours there are is asked for with every ticket.
  sql`create index source_records_tickets on source_records (tenant_id, (payload ->> 'createdAt'))
    where system = 'hubspot' and object_type = 'ticket'`,
];

export const privacyAudits: Migration = {
  up: async (db) => {
    for (const statement of statements) await statement.execute(db);
  },
};
