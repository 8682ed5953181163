import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** The auditor's own way to Postgres, past every proxy and every part of ours. It survives restarts. */
export interface AuditDatabase {
  run(sql: string): Promise<void>;
  /** The rows as the server gives them; tried again while the server is away. */
  rows(sql: string, values?: readonly unknown[]): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

const TRY_FOR_MS = 30_000;
const REST_MS = 200;

/** The address is asked at every connection: a restarted server may listen elsewhere. */
export const makeAuditDatabase = (url: () => string): AuditDatabase => {
  const open = new Set<pg.Client>();
  let idle: pg.Client | undefined;

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({
      connectionString: url(),
      application_name: 'chaos audit',
      connectionTimeoutMillis: 5_000,
      query_timeout: 30_000,
    });
    client.on('error', () => undefined);
    await client.connect();
    open.add(client);
    return client;
  };

  const drop = async (client: pg.Client): Promise<void> => {
    open.delete(client);
    await client.end().catch(() => undefined);
  };

  const once = async (sql: string, values: readonly unknown[]): Promise<readonly unknown[]> => {
    const client = idle ?? (await connect());
    idle = undefined;
    try {
      const { rows } = await client.query<Record<string, unknown>>(sql, [...values]);
      if (idle === undefined) idle = client;
      else await drop(client);
      return rows;
    } catch (err) {
      await drop(client);
      throw err;
    }
  };

  const rows = async (sql: string, values: readonly unknown[] = []): Promise<readonly unknown[]> => {
    const deadline = performance.now() + TRY_FOR_MS;
    for (;;) {
      try {
        return await once(sql, values);
      } catch (err) {
        // An error of the statement itself comes again and is told then.
        if (performance.now() > deadline || isOurFault(err)) throw err;
        await sleep(REST_MS);
      }
    }
  };

  return {
    run: async (sql) => {
      await rows(sql);
    },
    rows,
    close: async () => {
      await Promise.all([...open].map((client) => drop(client)));
    },
  };
};

/** Class 42 is a statement that is wrong; everything else may pass. */
const isOurFault = (err: unknown): boolean =>
  err instanceof pg.DatabaseError && err.code?.startsWith('42') === true;
