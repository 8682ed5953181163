import { findCustomerByKey, getCustomer, listCustomers, type Database, type Db } from '@sherpa/db';
import type pg from 'pg';
import { monotonicMs } from '../monotonic.ts';
import { quantile } from '../quantile.ts';
import { cpuClockOf, knownMs } from '../server-cpu.ts';
import { makeRandom } from './people.ts';

/** How long one kind of question took, in milliseconds. */
export interface Latency {
  readonly what: string;
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly mostMs: number;
  /** What the server computed for one, without the waits of a busy machine; null where that is not known. */
  readonly cpuP50Ms: number | null;
  readonly cpuP99Ms: number | null;
  /** How many of them found somebody. */
  readonly found: number;
}

interface Sample {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly contact: string;
}

export interface LookupDeps {
  readonly db: Database;
  readonly client: pg.Client;
  /** What `db` calls itself. */
  readonly applicationName: string;
  readonly tenantId: string;
  readonly customers: number;
  readonly signal: AbortSignal;
}

const LOOKUPS = 2_000;
const SEARCHES = 300;
const WARM_UP = 50;

const sampleOf = async ({ client, tenantId }: LookupDeps, count: number): Promise<Sample[]> => {
  const { rows } = await client.query<Sample>(
    `select id::text, name, email, hubspot_contact_id as contact from customer_cache
     where tenant_id = $1 order by hashtext(id::text) limit $2`,
    [tenantId, count],
  );
  return rows;
};

type Ask = (tx: Db, sample: Sample, random: () => number) => Promise<number>;

const someone = async (found: Promise<object | undefined>): Promise<number> =>
  (await found) === undefined ? 0 : 1;

const search = async (tx: Db, query: string): Promise<number> =>
  (await listCustomers(tx, { query, limit: 20 })).length;

const words = (name: string): [string, string] => {
  const [first = '', last = ''] = name.split(' ');
  return [first, last];
};

const misspell = (word: string, random: () => number): string => {
  const at = 1 + Math.floor(random() * (word.length - 2));
  return `${word.slice(0, at)}${word.charAt(at + 1)}${word.charAt(at)}${word.slice(at + 2)}`;
};

const questions: readonly { readonly what: string; readonly count: number; readonly ask: Ask }[] = [
  { what: 'look-up by id', count: LOOKUPS, ask: (tx, { id }) => someone(getCustomer(tx, id)) },
  {
    what: 'look-up by e-mail',
    count: LOOKUPS,
    ask: (tx, { email }) => someone(findCustomerByKey(tx, `email:${email}`)),
  },
  {
    what: 'look-up by vendor id',
    count: LOOKUPS,
    ask: (tx, { contact }) => someone(findCustomerByKey(tx, `hubspot:contact:${contact}`)),
  },
  { what: 'search, a last name', count: SEARCHES, ask: (tx, { name }) => search(tx, words(name)[1]) },
  { what: 'search, a whole name', count: SEARCHES, ask: (tx, { name }) => search(tx, name) },
  {
    what: 'search, three letters',
    count: SEARCHES,
    ask: (tx, { name }) => search(tx, words(name)[1].slice(0, 3)),
  },
  {
    what: 'search, begun words',
    count: SEARCHES,
    ask: (tx, { name }) => search(tx, `${words(name)[0].slice(0, 4)} ${words(name)[1].slice(0, 4)}`),
  },
  {
    what: 'search, a begun e-mail',
    count: SEARCHES,
    ask: (tx, { email }) => search(tx, email.slice(0, email.indexOf('@') - 1)),
  },
  { what: 'search, a common word', count: SEARCHES, ask: (tx) => search(tx, 'company') },
  {
    what: 'search, misspelt',
    count: SEARCHES,
    ask: (tx, { name }, random) => search(tx, misspell(words(name)[1], random)),
  },
];

/** Asks one question after the other, each in the tenant's own role, and times the statement and its answer. */
export const measureLookups = async (deps: LookupDeps): Promise<Latency[]> => {
  const samples = await sampleOf(deps, LOOKUPS);
  const random = makeRandom(11);
  const latencies: Latency[] = [];
  for (const { what, count, ask } of questions) {
    const [times, cpuTimes]: [number[], number[]] = [[], []];
    let found = 0;
    await deps.db.withTenant(deps.tenantId, async (tx) => {
      const cpu = await cpuClockOf(deps.client, deps.applicationName);
      for (let index = 0; index < count + WARM_UP; index += 1) {
        deps.signal.throwIfAborted();
        const sample = samples[index % samples.length];
        if (sample === undefined) return;
        const [started, cpuStarted] = [monotonicMs(), cpu()];
        const rows = await ask(tx, sample, random);
        if (index < WARM_UP) continue;
        times.push(monotonicMs() - started);
        cpuTimes.push(cpu() - cpuStarted);
        if (rows > 0) found += 1;
      }
    });
    latencies.push({
      what,
      count,
      found,
      p50Ms: quantile(times, 0.5),
      p99Ms: quantile(times, 0.99),
      mostMs: quantile(times, 1),
      cpuP50Ms: knownMs(quantile(cpuTimes, 0.5)),
      cpuP99Ms: knownMs(quantile(cpuTimes, 0.99)),
    });
  }
  return latencies;
};
