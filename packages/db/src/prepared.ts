import { sql } from 'kysely';
import type pg from 'pg';

const MARK = '/* prepared */';

/** How far from the beginning of its text a statement may carry the mark. */
const MARK_WITHIN = 40;

/** More than these texts are not prepared: each connection keeps the plans of all that it has used. */
const MOST = 300;

/**
 * Stands at the beginning of a statement that each connection is to keep prepared: the server then parses it once, and plans it only
 * until one plan for all values proves to be as good (`plan_cache_mode`, PostgreSQL manual, 19.7.4).
 *
 * It is for look-ups by a key and plain inserts, whose plan is the same whatever the values are and however the tables grow; whose text
 * is always the same; and that name their columns, since one of `select *` fails after a migration that adds one.
 */
export const prepared = sql.raw(MARK);

/** Has the connections of a process prepare the statements that are marked. */
export const makePreparing = (): ((client: pg.ClientBase) => void) => {
  const names = new Map<string, string>();
  const nameOf = (text: string): string | undefined => {
    if (!text.slice(0, MARK_WITHIN).includes(MARK)) return undefined;
    const known = names.get(text);
    if (known !== undefined || names.size === MOST) return known;
    const name = `prepared_${names.size}`;
    names.set(text, name);
    return name;
  };
  return (client) => {
    const query = client.query.bind(client);
    const preparing = (text: unknown, ...rest: readonly unknown[]): unknown => {
      const name = typeof text === 'string' ? nameOf(text) : undefined;
      return Reflect.apply(query, undefined, [name === undefined ? text : { name, text }, ...rest]);
    };
    Object.assign(client, { query: preparing });
  };
};
