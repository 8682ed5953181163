import type pg from 'pg';
import { toDatabaseError } from '../database-error.ts';

/** A statement that the server plans once for each connection; its name must be its own. */
export interface HotStatement {
  readonly name: string;
  readonly text: string;
}

/** The engine's way to Postgres for what it does with every task: prepared, without a transaction of its own. */
export interface Hot {
  /** The rows as arrays, in the order of the statement's columns. */
  run(statement: HotStatement, values: readonly unknown[]): Promise<readonly (readonly unknown[])[]>;
}

/**
 * Generic plans, since planning these statements would cost as much as running them; and no sequential
 * scans, which a generic plan may prefer as long as a table is small.
 */
export const hotOptions = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off';

/** Prepared statements over that pool; whatever fails is a `DatabaseError`. */
export const makeHot = (pool: pg.Pool): Hot => ({
  run: async ({ name, text }, values) => {
    try {
      const { rows } = await pool.query<unknown[]>({ name, text, values: [...values], rowMode: 'array' });
      return rows;
    } catch (err) {
      throw toDatabaseError(err);
    }
  },
});
