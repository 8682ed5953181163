import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { ensureTenant, makeDatabase, migrate } from '@sherpa/db';
import type { QueueKind } from '@sherpa/queue';
import { SIDE_TABLES } from '../agent/side-tables.ts';
import { tenantSlugs } from '../agent/tenants.ts';
import { makeAuditDatabase, type AuditDatabase } from './audit-database.ts';
import { readPostgresVersion, startPostgresGround } from './postgres-ground.ts';
import { startRedisGround } from './redis-ground.ts';
import { startSandboxGround, type SandboxGround } from './sandbox-ground.ts';

/** Of the servers; no Redis where the queue is on Postgres. */
export interface Versions {
  readonly postgres: string;
  readonly redis: string | null;
}

/** The servers of one run, all its own, and the switches to break them with. */
export interface Ground {
  readonly dir: string;
  readonly queue: QueueKind;
  readonly audit: AuditDatabase;
  readonly sandbox: SandboxGround;
  readonly versions: Versions;
  /** The ledger's address, by way of that port. */
  ledgerUrl(port: number): string;
  queueUrl(port: number): string;
  ledgerPort(): number;
  queuePort(): number;
  /** The queue store forgets everything, while it runs. */
  flushQueue(): Promise<void>;
  restartQueue(downMs: number): Promise<void>;
  restartPostgres(): Promise<void>;
  stop(): Promise<void>;
}

export interface GroundOptions {
  readonly dir: string;
  readonly queue: QueueKind;
  readonly env: NodeJS.ProcessEnv;
  readonly onLine: (line: string) => void;
}

/** BullMQ's schema on the Postgres queue, and its key prefix on Redis. */
export const QUEUE_NAMESPACE = 'chaos_queue';

/** Things to undo, last first; one that fails does not keep the others from being undone. */
const makeUndo = () => {
  const steps: (() => Promise<void>)[] = [];
  return {
    push: (step: () => Promise<void>) => void steps.push(step),
    run: async () => {
      for (const step of steps.toReversed()) await step().catch(() => undefined);
    },
  };
};

const prepareLedger = async (url: string, audit: AuditDatabase): Promise<void> => {
  await migrate({ url });
  await audit.run(SIDE_TABLES);
  const db = makeDatabase({ url, poolMax: 2, name: 'sherpa chaos' });
  try {
    for (const slug of tenantSlugs) await ensureTenant(db.engine, slug);
  } finally {
    await db.close();
  }
};

/** Starts Postgres, Redis where it is the queue, and the sandbox, in that folder. */
export const startGround = async (options: GroundOptions): Promise<Ground> => {
  const { dir, queue, env } = options;
  const undo = makeUndo();
  try {
    await mkdir(path.join(dir, 'redis'), { recursive: true });
    const postgres = await startPostgresGround(path.join(dir, 'postgres'));
    undo.push(() => postgres.stop());
    const audit = makeAuditDatabase(postgres.url);
    undo.push(() => audit.close());
    await prepareLedger(postgres.url(), audit);
    const redis = queue === 'redis' ? await startRedisGround(path.join(dir, 'redis'), env) : undefined;
    if (redis !== undefined) undo.push(() => redis.stop());
    const versions = { postgres: await readPostgresVersion(audit), redis: (await redis?.version()) ?? null };
    const sandbox = await startSandboxGround(env, options.onLine);
    undo.push(() => sandbox.stop());
    const ledgerUrl = (port: number): string => {
      const url = new URL(postgres.url());
      url.port = String(port);
      return url.href;
    };
    return {
      dir,
      queue,
      audit,
      sandbox,
      versions,
      ledgerUrl,
      queueUrl: (port) => (redis === undefined ? ledgerUrl(port) : `redis://127.0.0.1:${port}`),
      ledgerPort: postgres.port,
      queuePort: () => redis?.port() ?? postgres.port(),
      flushQueue: () =>
        redis === undefined ? audit.run(`drop schema if exists ${QUEUE_NAMESPACE} cascade`) : redis.flush(),
      restartQueue: async (downMs) => redis?.restart(downMs),
      restartPostgres: () => postgres.restart(),
      stop: undo.run,
    };
  } catch (err) {
    await undo.run();
    throw err;
  }
};

/** What is left of a run that went well. */
export const removeGround = (dir: string): Promise<void> => rm(dir, { recursive: true, force: true });
