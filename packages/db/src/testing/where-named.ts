import { sql } from 'kysely';
import type { TestDatabase } from './test-database.ts';

/** Every column of every table that can hold text, of which a row holds this one. */
export const whereNamed = async (
  { db }: Pick<TestDatabase, 'db'>,
  text: string,
): Promise<readonly string[]> => {
  const { rows: columns } = await sql<{ table: string; column: string }>`
    select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped and has_table_privilege(c.oid, 'select')
      and a.atttypid::regtype::text in ('text', 'text[]', 'json', 'jsonb', 'character varying', 'tsvector', 'bytea')
    order by 1, 2`.execute(db.engine);
  const named: string[] = [];
  for (const { table, column } of columns) {
    const { rows } = await sql`
      select from ${sql.table(table)} where position(${text.toLowerCase()} in lower(${sql.ref(column)}::text)) > 0`.execute(
      db.engine,
    );
    if (rows.length > 0) named.push(`${table}.${column}`);
  }
  return named;
};
