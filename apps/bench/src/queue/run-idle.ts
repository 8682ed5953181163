import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@sherpa/core';
import { cpuUs, residentBytes } from '../servers/process-usage.ts';
import { startFleet, type Fleet } from '../servers/start-fleet.ts';
import type { Servers } from '../servers/start-servers.ts';
import { countOf, openPool } from './contestants/open-pool.ts';
import { stopIfAsked, type LegDeps } from './run-legs.ts';

export interface IdleOptions {
  readonly workspaceRoot: string;
  readonly home: string;
  readonly workers: number;
  readonly seconds: number;
  /** For the first work of a new fleet to be done. */
  readonly quietWithinMs: number;
  /** For what its processes still do after that: to collect the garbage of their start, to compile. */
  readonly restMs: number;
}

const LIVE = `select count(*) from agent_tasks where status = 'in_progress' or status = 'pending' and run_at <= now()`;
const QUIET_LOOKS = 4;
const LOOK_EVERY_MS = 500;

/** A new fleet has its first schedules to do; what comes after that is rest. */
const waitForQuiet = async (databaseUrl: string, withinMs: number): Promise<void> => {
  const pool = openPool(databaseUrl, 1);
  const deadline = performance.now() + withinMs;
  try {
    for (let quiet = 0; quiet < QUIET_LOOKS;) {
      if (performance.now() > deadline) throw new AppError('The fleet did not come to rest.');
      quiet = (await countOf(pool, LIVE)) === 0 ? quiet + 1 : 0;
      await sleep(LOOK_EVERY_MS);
    }
  } finally {
    await pool.end();
  }
};

const sumOver = async (fleet: Fleet, read: (pid: number) => Promise<number>): Promise<number> =>
  (await Promise.all(fleet.processes.map(({ pid }) => read(pid)))).reduce((sum, each) => sum + each, 0);

const readUs = async (fleet: Fleet, servers: Servers) => ({
  fleet: await sumOver(fleet, cpuUs),
  postgres: await cpuUs(servers.postgresPid),
  redis: servers.redisPid === undefined ? 0 : await cpuUs(servers.redisPid),
});

/** Per cent of one core that a fleet takes that has nothing to do, its processes and, apart, the servers. */
export const runIdle = async (deps: LegDeps, options: IdleOptions): Promise<void> => {
  const { servers } = deps;
  const name = `bench_idle_${randomBytes(3).toString('hex')}`;
  await servers.flushRedis();
  const databaseUrl = await servers.createDatabase(name);
  const fleet = await startFleet({
    ...deps,
    ...options,
    databaseUrl,
    queueUrl: servers.redisUrl,
    namespace: name,
  });
  try {
    await waitForQuiet(databaseUrl, options.quietWithinMs);
    await sleep(options.restMs, undefined, { signal: deps.signal });
    stopIfAsked(deps.signal);
    const before = await readUs(fleet, servers);
    const begin = performance.now();
    await sleep(options.seconds * 1_000, undefined, { signal: deps.signal });
    const after = await readUs(fleet, servers);
    const seconds = (performance.now() - begin) / 1_000;
    const bytes = await sumOver(fleet, residentBytes);
    const memory = {
      redis: null,
      postgres: await residentBytes(servers.postgresPid),
      producer: 0,
      workers: bytes,
    };
    const run = { contestant: 'sherpa-redis', measure: 'idle', unit: '%', tasks: 0, seconds } as const;
    const share = (part: 'fleet' | 'postgres' | 'redis'): number =>
      (100 * (after[part] - before[part])) / 1e6 / seconds;
    deps.onRun({
      ...run,
      variant: `${fleet.processes.length} processes`,
      value: share('fleet'),
      residentBytes: memory,
    });
    deps.onRun({ ...run, variant: 'its Postgres', value: share('postgres') });
    deps.onRun({ ...run, variant: 'its Redis', value: share('redis') });
  } finally {
    await fleet.stop();
    await servers.dropDatabase(name);
  }
};
