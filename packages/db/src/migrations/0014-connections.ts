import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const columns = sql`
  alter table connections
    alter column account drop not null,
    add column name text,
    add column status text not null default 'active' check (status in ('active', 'disabled', 'unauthorized')),
    add column status_reason text,
    add column origin text not null default 'api' check (origin in ('api', 'environment')),
    add column settings jsonb not null default '{}',
    add column secrets jsonb not null default '[]',
    add column credentials_changed_at timestamptz not null default date_trunc('milliseconds', now()),
    add column checked_at timestamptz,
    add column last_used_at timestamptz,
    add column updated_at timestamptz not null default now()`;

const rules = [
  // Forced, it would hide all rows from an owner that is no superuser.
  sql`alter table connections no force row level security`,
  sql`update connections set name = account`,
  sql`alter table connections force row level security`,
  sql`alter table connections
    alter column name set not null,
    add check (length(name) between 1 and 100),
    add check ((credentials is null) = (credentials_key_id is null)),
    add unique (tenant_id, vendor, name)`,
  // For the rotation of keys, which reads what no current key has sealed.
  sql`create index connections_by_key on connections (credentials_key_id, id) where credentials is not null`,
];

const comments = [
  [sql`connections.account`, 'The id of the account at the vendor; null until the vendor was asked for it.'],
  [
    sql`connections.credentials`,
    'AES-256-GCM: nonce, tag, text; bound to tenant, connection and vendor, so it opens in no other row.',
  ],
  [sql`connections.secrets`, 'Names and fingerprints of the secrets in it, for people to tell them apart.'],
  [
    sql`connections.credentials_changed_at`,
    'Whole milliseconds: clients compare it for equality. Another key for the same secrets does not change it.',
  ],
] as const;

export const connectionCredentials: Migration = {
  up: async (db) => {
    for (const statement of [columns, ...rules]) await statement.execute(db);
    for (const [column, text] of comments)
      await sql`comment on column ${column} is ${sql.lit(text)}`.execute(db);
  },
};
