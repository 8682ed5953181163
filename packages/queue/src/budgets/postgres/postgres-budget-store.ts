import { createHash } from 'node:crypto';
import type { PostgresConnection } from 'bullmq';
import { reservedRing, type BudgetBook, type BudgetStore } from '../budget-store.ts';
import { toldWindows } from '../told-window.ts';
import { BUDGET_SQL } from './budget-sql.ts';

type Pool = PostgresConnection['pool'];

const VERSION = createHash('sha1').update(BUDGET_SQL).digest('hex');

const LOOK = `SELECT obj_description(to_regprocedure('sherpa_budget_ask(jsonb)')::oid, 'pg_proc') AS version`;

/**
 * One request, and so one transaction. Starters queue up at the lock; who comes later makes the same once more,
 * which changes nothing.
 */
const INSTALL = `SELECT pg_advisory_xact_lock(hashtext('sherpa_budget'), hashtext(current_schema()::text));
${BUDGET_SQL}
COMMENT ON FUNCTION sherpa_budget_ask(jsonb) IS '${VERSION}';`;

const READ = `SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS now,
  (SELECT jsonb_object_agg(field.key, field.value) FROM jsonb_each_text(fields) AS field) AS fields
  FROM sherpa_budget WHERE asked_at > now() - interval '8 days' ORDER BY account`;

const COUNT = `SELECT e.ring, count(*)::int AS live
  FROM unnest($1::text[], $2::bigint[]) AS w (ring, since)
  JOIN sherpa_budget_entry AS e ON e.ring = w.ring AND e.basis > w.since GROUP BY e.ring`;

/** What a server says of a function, table or schema that is not there. */
const MISSING: ReadonlySet<unknown> = new Set(['42883', '42P01', '3F000']);

const isMissing = (err: unknown): boolean => err instanceof Error && 'code' in err && MISSING.has(err.code);

const install = async (pool: Pool): Promise<void> => {
  const { rows } = await pool.query<{ version: string | null }>(LOOK);
  if (rows[0]?.version !== VERSION) await pool.query(INSTALL);
};

/** Runs work that needs the tables; whoever dropped the schema meanwhile gets it made anew. */
const makeInstalled = (pool: Pool) => {
  let installed: Promise<void> | undefined;
  const ensure = async (): Promise<void> => {
    installed ??= install(pool);
    try {
      await installed;
    } catch (err) {
      installed = undefined;
      throw err;
    }
  };
  return async <T>(work: () => Promise<T>): Promise<T> => {
    await ensure();
    try {
      return await work();
    } catch (err) {
      if (!isMissing(err)) throw err;
      installed = undefined;
      await ensure();
      return work();
    }
  };
};

interface BookRow {
  readonly now: string;
  readonly fields: Readonly<Record<string, string>>;
}

const ringsOf = ({ now, fields }: BookRow) => {
  const { id } = toOwner(fields);
  return [...toldWindows(fields)].flatMap(([window, { holdMs }]) =>
    [window, reservedRing(window)].map((ring) => ({
      ring,
      key: `${id}:${ring}`,
      since: Number(now) - holdMs,
    })),
  );
};

const toOwner = (fields: BookRow['fields']): { readonly id: string } => {
  const owner: unknown = JSON.parse(fields['account'] ?? '{}');
  const hasId = typeof owner === 'object' && owner !== null && 'id' in owner;
  return { id: hasId ? String(owner.id) : '' };
};

const readBooks = async (pool: Pool): Promise<readonly BudgetBook[]> => {
  const { rows } = await pool.query<BookRow>(READ);
  const all = rows.flatMap(ringsOf);
  const counted = await pool.query<{ ring: string; live: number }>(COUNT, [
    all.map(({ key }) => key),
    all.map(({ since }) => since),
  ]);
  const live = new Map(counted.rows.map((row) => [row.ring, row.live]));
  return rows.map((row) => ({
    account: row.fields['account'] ?? '{}',
    nowMs: Number(row.now),
    fields: row.fields,
    entries: Object.fromEntries(ringsOf(row).map(({ ring, key }) => [ring, live.get(key) ?? 0])),
    filled: Object.fromEntries(
      ringsOf(row).map(({ ring, key }) => [ring, Number(row.fields[`f:${key}`] ?? 0)]),
    ),
  }));
};

/** Budgets in Postgres: a row for each account, one for each call that counts, one function. */
export const makePostgresBudgetStore = ({ pool }: Pick<PostgresConnection, 'pool'>): BudgetStore => {
  const installed = makeInstalled(pool);
  return {
    ask: (ask) =>
      installed(async () => {
        const { rows } = await pool.query<{ reply: unknown }>('SELECT sherpa_budget_ask($1) AS reply', [
          JSON.stringify(ask),
        ]);
        return rows[0]?.reply;
      }),
    read: () => installed(() => readBooks(pool)),
  };
};
