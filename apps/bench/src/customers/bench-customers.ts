import { randomBytes } from 'node:crypto';
import { ensureTenant, makeDatabase, migrate } from '@sherpa/db';
import pg from 'pg';
import { fillCustomers } from './fill.ts';
import { measureLookups, type Latency } from './measure-lookups.ts';
import { measureMatching, type MatchingFigures } from './measure-matching.ts';

export interface CustomersBenchDeps {
  /** A server on which it may make a database of its own. */
  readonly postgresUrl: string;
  readonly customers: number;
  /** Of the world with known truth. */
  readonly people: number;
  readonly seed: number;
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface CustomersFigures {
  readonly customers: number;
  readonly filledInSeconds: number;
  readonly latencies: readonly Latency[];
  readonly matching: MatchingFigures;
}

const urlOf = (server: string, database: string): string => {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
};

const POOL = 8;
const APPLICATION = 'sherpa bench';

const measure = async (url: string, deps: CustomersBenchDeps): Promise<CustomersFigures> => {
  await migrate({ url });
  const db = makeDatabase({ url, poolMax: POOL, name: APPLICATION });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const [many, known] = [await ensureTenant(db.engine, 'many'), await ensureTenant(db.engine, 'known')];
    const { customers, people, seed, signal, tell } = deps;
    tell(`Making ${customers} customers…`);
    const started = Date.now();
    await fillCustomers(client, { tenantId: many.id, customers, signal });
    const filledInSeconds = (Date.now() - started) / 1_000;
    tell(`Made in ${filledInSeconds.toFixed(0)} s. Looking them up…`);
    const latencies = await measureLookups({
      db,
      client,
      applicationName: APPLICATION,
      tenantId: many.id,
      customers,
      signal,
    });
    tell(`Taking in ${people} people whose truth is known, beside those…`);
    const matching = await measureMatching({ db, client, tenantId: known.id, people, seed, signal });
    return { customers, filledInSeconds, latencies, matching };
  } finally {
    await client.end();
    await db.close();
  }
};

/** Measures customers in a database of its own, which it removes again. */
export const benchCustomers = async (deps: CustomersBenchDeps): Promise<CustomersFigures> => {
  const name = `bench_${randomBytes(5).toString('hex')}`;
  const admin = new pg.Client({ connectionString: deps.postgresUrl });
  await admin.connect();
  try {
    await admin.query(`create database ${name}`);
    return await measure(urlOf(deps.postgresUrl, name), deps);
  } finally {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  }
};
