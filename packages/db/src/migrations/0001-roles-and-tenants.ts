import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Two roles that nobody logs in as. The application role sees one tenant at a time through row level
 * security; the engine role sees all, by a policy of its own rather than by BYPASSRLS, which managed
 * servers do not let us grant. Roles belong to the whole server, so two databases may create them at
 * the same moment: losing that race is fine.
 */
const roles = sql`
  do $$
  declare wanted text;
  begin
    foreach wanted in array array['sherpa_app', 'sherpa_engine'] loop
      if not exists (select from pg_roles where rolname = wanted) then
        begin
          execute format('create role %I nologin', wanted);
        exception when duplicate_object or unique_violation then null;
        end;
      end if;
      if not pg_has_role(current_user, wanted, 'member') then
        execute format('grant %I to current_user', wanted);
      end if;
    end loop;
  end $$`;

/** The tenant that the transaction acts for; null when none was set, which no row matches. */
const currentTenant = sql`
  create function current_tenant() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('sherpa.tenant_id', true), '')::uuid $$`;

/**
 * Puts a table behind row level security: every tenant table calls this once, so none can be given
 * half of it.
 */
const protect = sql`
  create function protect_tenant_table(name regclass, tenant_column text) returns void language plpgsql as $$
  begin
    execute format('alter table %s enable row level security', name);
    execute format('alter table %s force row level security', name);
    execute format('create policy tenant on %s to sherpa_app using (%I = current_tenant()) '
      'with check (%I = current_tenant())', name, tenant_column, tenant_column);
    execute format('create policy engine on %s to sherpa_engine using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on %s to sherpa_app, sherpa_engine', name);
  end $$`;

const tenants = sql`
  create table tenants (
    id uuid primary key,
    slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    created_at timestamptz not null default now()
  )`;

const connections = sql`
  create table connections (
    id uuid primary key,
    tenant_id uuid not null references tenants,
    vendor text not null check (vendor in ('hubspot', 'stripe', 'notion')),
    account text not null,
    credentials bytea,
    credentials_key_id text,
    created_at timestamptz not null default now(),
    unique (tenant_id, vendor, account)
  )`;

export const rolesAndTenants: Migration = {
  up: async (db) => {
    for (const statement of [roles, currentTenant, protect, tenants, connections])
      await statement.execute(db);
    await sql`grant usage on schema public to sherpa_app, sherpa_engine`.execute(db);
    await sql`select protect_tenant_table('tenants', 'id')`.execute(db);
    await sql`select protect_tenant_table('connections', 'tenant_id')`.execute(db);
  },
};
