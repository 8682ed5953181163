import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { makeClient, type Client, type Customer, type FleetStatus, type LiveStatus } from '@sherpa/api';
import { z } from 'zod';
import type { Place } from './place.ts';
import type { Program } from './program.ts';
import { until } from './until.ts';

const processesSchema = z.array(z.object({ name: z.string(), pid: z.int() }));

const readySchema = z.object({
  ready: z.literal(true),
  url: z.string(),
  sandboxUrl: z.string().nullable(),
  queue: z.enum(['postgres', 'redis']),
  processes: processesSchema,
});

const stateSchema = z.object({ apiKey: z.string(), gatewayUrl: z.string(), processes: processesSchema });

/** The one line of JSON that `up --until-idle --json` ends with. */
export const summarySchema = z.strictObject({
  ok: z.boolean(),
  queue: z.enum(['postgres', 'redis']),
  processes: processesSchema,
  tasks: z.record(z.string(), z.int()),
  messages: z.record(z.string(), z.int()),
  customers: z.int(),
  events: z.int(),
  seconds: z.number(),
});

/** What the last line on stdout says; there must be no other. */
export const readSummary = (stdout: string): z.infer<typeof summarySchema> =>
  summarySchema.parse(JSON.parse(stdout));

/** A fleet that `up` has started. */
export interface Fleet {
  readonly up: Program;
  readonly client: Client;
  readonly url: string;
  readonly apiKey: string;
  readonly sandboxUrl: string | null;
  readonly queue: 'postgres' | 'redis';
  readonly pids: readonly number[];
  /** Waits until nothing is left to do. */
  untilIdle(): Promise<FleetStatus>;
  /** Waits until both agents have read everything for the first time. */
  untilSynced(): Promise<void>;
  /** Ctrl-C; fails unless all of it ends well. */
  stop(): Promise<void>;
}

/** Notion lets three calls a second be made, whatever the machine. */
const FIRST_SYNC_MS = 150_000;

/** The fleet as it is written down for other commands; undefined while it is not. */
const readState = async (place: Place): Promise<z.infer<typeof stateSchema> | undefined> => {
  const text = await readFile(path.join(place.home, 'fleet.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : stateSchema.parse(JSON.parse(text));
};

/** The process of that name, once it is written down; not the one of the pid that is told to be gone. */
export const pidOf = (place: Place, name: string, gone?: number): Promise<number> =>
  until(`${name} runs`, async () => {
    const state = await readState(place);
    return state?.processes.find((one) => one.name === name && one.pid !== gone)?.pid;
  });

const isIdle = ({ tasks, messages, schedulesDue }: LiveStatus): boolean =>
  [tasks.pending, tasks.in_progress, tasks.waiting, messages.pending, schedulesDue].every(
    (count) => count === 0,
  );

const LAST_SYNCED = ['contacts.synced', 'companies.synced', 'invoices.synced'];

/** Starts everything with `up` and waits until it says that it is ready. */
export const startFleet = async (place: Place, args: readonly string[] = []): Promise<Fleet> => {
  const up = place.start('cli', ['up', '--json', ...args]);
  const ready = await up.says('that it is ready', readySchema);
  const { apiKey } = await until('the state is written down', () => readState(place));
  const client = makeClient({ url: ready.url, apiKey });
  return {
    up,
    client,
    apiKey,
    url: ready.url,
    sandboxUrl: ready.sandboxUrl,
    queue: ready.queue,
    pids: ready.processes.map(({ pid }) => pid),
    untilIdle: () =>
      until(
        'the fleet is idle',
        async () => {
          up.assertRunning();
          // The one costs what is left to do, the other all there ever was.
          return isIdle(await client.liveStatus()) && client.status();
        },
        FIRST_SYNC_MS,
      ),
    untilSynced: () =>
      until(
        'the first syncs are done',
        async () => {
          up.assertRunning();
          const seen = await Promise.all(
            LAST_SYNCED.map((type) => client.events.list({ type, limit: 1 }).then(({ events }) => events)),
          );
          return seen.every((events) => events.length > 0);
        },
        FIRST_SYNC_MS,
      ).then(() => undefined),
    stop: async () => {
      up.send('SIGINT');
      await up.endsWith(0);
    },
  };
};

/** Every customer of a fleet. */
export const allCustomers = async (client: Client): Promise<readonly Customer[]> => {
  const all: Customer[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await client.customers.list({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    all.push(...page.customers);
    cursor = page.nextCursor;
  }
  return all;
};

const ITS_OWN = new Set(['id', 'version', 'createdAt', 'updatedAt']);

/** What the vendors say of a customer, which is the same in every run over the same world. */
export const identityOf = (customer: object): string =>
  JSON.stringify(
    Object.entries(customer)
      .filter(([name]) => !ITS_OWN.has(name))
      .toSorted(([one], [other]) => one.localeCompare(other)),
  );
