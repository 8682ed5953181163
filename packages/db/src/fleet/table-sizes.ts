import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

export interface TableSize {
  readonly table: string;
  /** On disk, with indexes and partitions, in bytes. */
  readonly bytes: number;
  /** The planner's estimate. */
  readonly rows: number;
}

/** The size of every table, its partitions counted with it, largest first. */
export const tableSizes = async (engine: Db): Promise<TableSize[]> => {
  const { rows } = await sql<TableSize>`
    select coalesce(pg_partition_root(c.oid), c.oid)::regclass::text as table,
      sum(pg_total_relation_size(c.oid))::bigint as bytes, sum(greatest(c.reltuples, 0))::bigint as rows
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    group by 1 order by 2 desc`.execute(engine);
  return rows;
};
