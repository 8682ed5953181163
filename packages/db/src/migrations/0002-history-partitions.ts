import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * History is partitioned by month on the id itself: a UUID v7 begins with its time, so the primary
 * key stays a plain `id` and a look-up by id touches one partition.
 */
const lowestId = sql`
  create function lowest_id_of(moment timestamptz) returns uuid language sql immutable parallel safe as $$
    select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
  $$`;

/**
 * Makes the partitions of this month and the next \`months\` of every table that is partitioned by
 * id. Safe to call at any time and from many places at once. It runs as the owner of the tables, so
 * that the conductor can make room without being the owner.
 */
const ensurePartitions = sql`
  create function ensure_partitions(months integer) returns void language plpgsql security definer
  set search_path = public, pg_temp as $$
  declare
    parent regclass;
    first_day timestamptz;
    child text;
  begin
    perform pg_advisory_xact_lock(hashtext('sherpa.partitions'));
    for parent in
      select partrelid::regclass from pg_partitioned_table join pg_class on oid = partrelid
      where relnamespace = 'public'::regnamespace
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
          execute format('with early as (delete from %I where id >= %L and id < %L returning *)
            insert into %I select * from early', parent || '_other', lowest_id_of(first_day),
            lowest_id_of(first_day + interval '1 month'), child);
          execute format('alter table %s attach partition %I for values from (%L) to (%L)', parent, child,
            lowest_id_of(first_day), lowest_id_of(first_day + interval '1 month'));
        end if;
      end loop;
    end loop;
  end $$`;

/**
 * Drops every partition whose whole month is older than \`months\` months; answers with their names.
 * One that still holds a live task is left for the next time.
 */
const dropPartitions = sql`
  create function drop_partitions(months integer) returns setof text language plpgsql security definer
  set search_path = public, pg_temp as $$
  declare
    child text;
    is_live boolean;
  begin
    perform pg_advisory_xact_lock(hashtext('sherpa.partitions'));
    for child in
      select c.relname from pg_inherits join pg_class c on c.oid = inhrelid
      where c.relnamespace = 'public'::regnamespace and c.relname ~ '_[0-9]{4}_[0-9]{2}$'
        and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= now() - make_interval(months => months)
      order by 1
    loop
      is_live := false;
      if child like 'agent\_tasks\_%' then
        execute format('select exists (select from %I where status in (%L, %L, %L))', child,
          'pending', 'in_progress', 'waiting') into is_live;
      end if;
      if not is_live then
        execute format('drop table %I', child);
        return next child;
      end if;
    end loop;
  end $$`;

export const historyPartitions: Migration = {
  up: async (db) => {
    await lowestId.execute(db);
    await ensurePartitions.execute(db);
    await dropPartitions.execute(db);
    for (const name of ['ensure_partitions', 'drop_partitions']) {
      await sql`revoke all on function ${sql.ref(name)}(integer) from public`.execute(db);
      await sql`grant execute on function ${sql.ref(name)}(integer) to sherpa_engine`.execute(db);
    }
  },
};
