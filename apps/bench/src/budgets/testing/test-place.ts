import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { StoreName } from '../options.ts';

/** A place for budgets that no other test has. */
export interface TestPlace {
  readonly queueUrl: string;
  readonly namespace: string;
  drop(): Promise<void>;
}

/** Makes one in the servers of the test run; a store that is not there gives a place nobody may use. */
export const makeTestPlace = async (
  store: StoreName,
  servers: { readonly redisUrl: string | null; readonly postgresUrl: string },
): Promise<TestPlace> => {
  const namespace = `b${randomUUID().slice(0, 8)}`;
  const queueUrl = store === 'redis' ? (servers.redisUrl ?? '') : servers.postgresUrl;
  return {
    queueUrl,
    namespace,
    drop: async () => {
      if (store === 'redis') return;
      const client = new pg.Client(queueUrl);
      await client.connect();
      await client.query(`DROP SCHEMA IF EXISTS ${namespace} CASCADE`);
      await client.end();
    },
  };
};
