import pg from 'pg';

/** A pool that outlives broken idle connections: the next statement tells for itself. */
export const openPool = (url: string, max: number): pg.Pool => {
  const pool = new pg.Pool({ connectionString: url, max });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
};

/** The one number that a statement answers with. */
export const countOf = async (pool: pg.Pool, statement: string): Promise<number> => {
  const { rows } = await pool.query<{ count: string | number }>(statement);
  return Number(rows[0]?.count ?? 0);
};
