import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Steps and effects live as long as their task: partitioned by its id, so that a month of tasks goes
 * with all it left and nothing has to be deleted row by row.
 */
const steps = sql`
  create table agent_steps (
    tenant_id uuid not null,
    task_id uuid not null,
    name text not null,
    result jsonb not null,
    attempt integer not null,
    created_at timestamptz not null default now(),
    primary key (task_id, name)
  ) partition by range (task_id)`;

const effects = sql`
  create table agent_effects (
    tenant_id uuid not null,
    task_id uuid not null,
    name text not null,
    agent text not null,
    vendor text not null,
    key text not null,
    intent jsonb not null,
    status text not null default 'intended' check (status in ('intended', 'performed', 'failed')),
    attempt integer not null,
    spent_keys integer not null default 0,
    outcome jsonb,
    error jsonb,
    created_at timestamptz not null default now(),
    intended_at timestamptz not null default now(),
    finished_at timestamptz,
    primary key (task_id, name)
  ) partition by range (task_id)`;

const effectColumns = [
  [
    sql`agent_effects.status`,
    'intended: begun, and whether it landed is not known; performed: landed; failed: the vendor refused it.',
  ],
  [sql`agent_effects.attempt`, 'The attempt that last began or ended it.'],
  [sql`agent_effects.spent_keys`, 'Keys whose answer the vendor keeps and that was a refusal.'],
  [sql`agent_effects.intended_at`, 'Since when it is not known whether a write under this key landed.'],
] as const;

/** As before, but for tables that are partitioned by a task's id as well. */
const ensurePartitions = sql`
  create or replace function ensure_partitions(months integer) returns void language plpgsql security definer
  set search_path = public, pg_temp as $$
  declare
    parent regclass;
    key name;
    first_day timestamptz;
    child text;
  begin
    perform pg_advisory_xact_lock(hashtext('sherpa.partitions'));
    for parent, key in
      select p.partrelid::regclass, a.attname from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
      join pg_attribute a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
      where c.relnamespace = 'public'::regnamespace
    loop
      -- Whatever falls outside the months made so far (a clock far off) is kept, not refused.
      child := format('%s_other', parent);
      if to_regclass(child) is null then execute format('create table %I partition of %s default', child, parent); end if;
      for ahead in 0..months loop
        first_day := date_trunc('month', now() at time zone 'UTC') at time zone 'UTC' + make_interval(months => ahead);
        child := format('%s_%s', parent, to_char(first_day at time zone 'UTC', 'YYYY_MM'));
        if to_regclass(child) is null then
          execute format('create table %I (like %s including all)', child, parent);
          -- What was kept for want of this month moves in; Postgres would refuse the month otherwise.
          execute format('with early as (delete from %I where %I >= %L and %I < %L returning *)
            insert into %I select * from early', parent || '_other', key, lowest_id_of(first_day), key,
            lowest_id_of(first_day + interval '1 month'), child);
          execute format('alter table %s attach partition %I for values from (%L) to (%L)', parent, child,
            lowest_id_of(first_day), lowest_id_of(first_day + interval '1 month'));
        end if;
      end loop;
    end loop;
  end $$`;

/** As before, but what a live task has done stays with it: forgotten, it would be done again. */
const dropPartitions = sql`
  create or replace function drop_partitions(months integer) returns setof text language plpgsql security definer
  set search_path = public, pg_temp as $$
  declare
    child text;
    tasks text;
    is_live boolean;
  begin
    perform pg_advisory_xact_lock(hashtext('sherpa.partitions'));
    for child in
      select c.relname from pg_inherits join pg_class c on c.oid = inhrelid
      where c.relnamespace = 'public'::regnamespace and c.relname ~ '_[0-9]{4}_[0-9]{2}$'
        and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= now() - make_interval(months => months)
      -- Tasks last: what they have done is kept by them.
      order by c.relname like 'agent\\_tasks\\_%', 1
    loop
      is_live := false;
      tasks := 'agent_tasks_' || right(child, 7);
      if child ~ '^agent_(tasks|steps|effects)_' and to_regclass(tasks) is not null then
        execute format('select exists (select from %I where status in (%L, %L, %L))', tasks,
          'pending', 'in_progress', 'waiting') into is_live;
      end if;
      if not is_live then
        execute format('drop table %I', child);
        return next child;
      end if;
    end loop;
  end $$`;

export const stepsAndEffects: Migration = {
  up: async (db) => {
    // Nothing has written to the first two yet.
    for (const table of ['agent_steps', 'agent_effects'])
      await sql`drop table ${sql.table(table)}`.execute(db);
    for (const statement of [steps, effects, ensurePartitions, dropPartitions]) await statement.execute(db);
    for (const [column, text] of effectColumns)
      await sql`comment on column ${column} is ${sql.lit(text)}`.execute(db);
    for (const table of ['agent_steps', 'agent_effects'])
      await sql`select protect_tenant_table(${sql.lit(table)}, 'tenant_id')`.execute(db);
    await sql`select ensure_partitions(2)`.execute(db);
  },
};
