import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { QUEUE_NAMESPACE, type Ground } from '../ground/ground.ts';
import { startProxy, type Proxy } from '../ground/proxy.ts';
import type { Link, Role } from '../plan/fault.ts';
import { startSlot, type Slot } from './slot.ts';

/** The processes of a run and the ways they have to the servers. */
export interface Fleet {
  readonly slots: ReadonlyMap<string, Slot>;
  /** The ways that lead to that server, of one process or of `all`. */
  ways(link: Link, slot: string): readonly Proxy[];
  /** Resolves when every place is taken and ready, or a minute has passed. */
  ready(): Promise<void>;
  stop(role: Role): Promise<void>;
  stopAll(): Promise<void>;
}

export interface FleetOptions {
  readonly ground: Ground;
  readonly names: Readonly<Record<Role, readonly string[]>>;
  readonly seed: number;
  readonly leaseMs: number;
  readonly env: NodeJS.ProcessEnv;
  readonly onLine: (line: string) => void;
}

const DRAIN_MS = 2_000;
const STOP_WITHIN_MS = 15_000;
/** Then it goes on in any case; a place that nobody is ever ready in shows in the logs. */
const READY_WITHIN_MS = 60_000;

const scripts: Readonly<Record<Role, string>> = {
  worker: fileURLToPath(new URL('../worker/main.ts', import.meta.url)),
  producer: fileURLToPath(new URL('../producer/main.ts', import.meta.url)),
  conductor: fileURLToPath(new URL('../../../conductor/src/main.ts', import.meta.url)),
};

const argsOf = (options: FleetOptions, role: Role, name: string) => (life: number) => {
  switch (role) {
    case 'worker':
      return [name, options.ground.sandbox.url];
    case 'producer':
      return [name, String(options.seed * 1_000 + life)];
    case 'conductor':
      return [];
  }
};

interface Place {
  readonly slot: Slot;
  readonly ways: Readonly<Record<Link, Proxy>>;
}

const startPlace = async (options: FleetOptions, role: Role, name: string): Promise<Place> => {
  const { ground } = options;
  const ways = {
    ledger: await startProxy({ port: ground.ledgerPort }),
    queue: await startProxy({ port: ground.queuePort }),
  };
  const log = createWriteStream(path.join(ground.dir, 'logs', `${name}.log`), { flags: 'a' });
  const slot = startSlot({
    name,
    role,
    script: scripts[role],
    args: argsOf(options, role, name),
    env: {
      ...options.env,
      DATABASE_URL: ground.ledgerUrl(ways.ledger.port),
      DATABASE_POOL_MAX: '6',
      QUEUE_URL: ground.queueUrl(ways.queue.port),
      QUEUE_NAMESPACE,
      WORKER_LEASE_MS: String(options.leaseMs),
      WORKER_CONCURRENCY: '10',
      CONDUCTOR_EVERY_MS: '500',
      DRAIN_MS: String(DRAIN_MS),
    },
    clockFile: path.join(ground.dir, 'clocks', name),
    onLine: (line) => {
      log.write(`${line}\n`);
      options.onLine(line);
    },
  });
  return { slot, ways };
};

/** Starts every process of the plan, each behind proxies of its own, and waits until all have been ready. */
export const startFleet = async (options: FleetOptions): Promise<Fleet> => {
  for (const folder of ['logs', 'clocks'])
    mkdirSync(path.join(options.ground.dir, folder), { recursive: true });
  const places = new Map<string, Place>();
  for (const role of ['conductor', 'worker', 'producer'] as const) {
    for (const name of options.names[role]) places.set(name, await startPlace(options, role, name));
  }
  const all = [...places.values()];
  const stopAll = async (some: readonly Place[]): Promise<void> => {
    await Promise.all(some.map(({ slot }) => slot.stop(STOP_WITHIN_MS)));
  };
  const ready = async (): Promise<void> => {
    const everybody = Promise.all(all.map(({ slot }) => slot.ready()));
    await Promise.race([everybody, sleep(READY_WITHIN_MS, undefined, { ref: false })]);
  };
  await ready();
  return {
    ready,
    slots: new Map([...places].map(([name, { slot }]) => [name, slot])),
    ways: (link, slot) =>
      all.filter((place) => slot === 'all' || place.slot.name === slot).map(({ ways }) => ways[link]),
    stop: (role) => stopAll(all.filter(({ slot }) => slot.role === role)),
    stopAll: async () => {
      await stopAll(all);
      for (const { ways } of all) for (const way of [ways.ledger, ways.queue]) way.close();
    },
  };
};
