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
 * Generic plans, since planning these statements would cost as much as running them. A generic plan knows
 * neither the batch nor how the tables have grown since, so it is left no choice that gets bad: no sequential
 * scan, no bitmap over a whole backlog, and no nested loop, whose cost is the product of both sides. What is
 * left is a look-up of the ids that the statement names, and a hash join of those with the rest of its input.
 */
export const hotOptions =
  '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off -c enable_nestloop=off -c jit=off';

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
