import type { PostgresConnection } from 'bullmq';
import type { QueueStore } from '../queue-store.ts';

/** The table's own identity and that of the file it is in: one goes with a drop, the other with a truncate. */
const LOOK = `SELECT concat(to_regclass('job')::oid, '.', pg_relation_filenode(to_regclass('job'))) AS identity,
  to_regclass('sherpa_mark') IS NOT NULL AS marked`;

const CREATE = `CREATE TABLE IF NOT EXISTS sherpa_mark (
  single boolean PRIMARY KEY DEFAULT true CHECK (single), value text NOT NULL)`;

const FIRST = 'INSERT INTO sherpa_mark (value) VALUES ($1) ON CONFLICT DO NOTHING';
const NEXT = 'UPDATE sherpa_mark SET value = $2 WHERE value = $1';

/** The mark is a row of BullMQ's schema, and so goes with it. Each statement runs inside that schema. */
export const makePostgresStore = ({ pool }: Pick<PostgresConnection, 'pool'>): QueueStore => ({
  look: async () => {
    const { rows } = await pool.query<{ identity: string; marked: boolean }>(LOOK);
    const [sign] = rows;
    if (sign?.marked !== true) return { identity: sign?.identity ?? '', mark: undefined };
    const found = await pool.query<{ value: string }>('SELECT value FROM sherpa_mark');
    return { identity: sign.identity, mark: found.rows[0]?.value };
  },
  mark: async (was, becomes) => {
    await pool.query(CREATE);
    const { rowCount } = await (was === undefined
      ? pool.query(FIRST, [becomes])
      : pool.query(NEXT, [was, becomes]));
    return rowCount === 1;
  },
});
