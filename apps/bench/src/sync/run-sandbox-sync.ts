import { setTimeout as sleep } from 'node:timers/promises';
import { registry } from '@sherpa/agents/registry';
import { AppError } from '@sherpa/core';
import { ensureTenant, listStreams, makeDatabase, type StreamReport } from '@sherpa/db';
import type { CommandDeps } from '../command.ts';
import { startFleet } from '../servers/start-fleet.ts';

/** What the fleet's first sync of a sandbox came to. */
export interface SandboxSync {
  readonly rows: number;
  readonly seconds: number;
}

const LOOK_EVERY_MS = 100;
const WITHIN_MS = 1_800_000;

const endOf = ({ lastCompleteAt, lastFullAt }: StreamReport): number =>
  Math.max(lastCompleteAt?.getTime() ?? 0, lastFullAt?.getTime() ?? 0);

/** Waits for the contacts of a fleet to be in the mirror: from its stream's begin to its end, by the database. */
const untilRead = async (databaseUrl: string, signal: AbortSignal): Promise<number> => {
  const db = makeDatabase({ url: databaseUrl, poolMax: 5, name: 'sherpa bench watch' });
  try {
    const { id: tenantId } = await ensureTenant(db.engine, 'default');
    for (const deadline = Date.now() + WITHIN_MS; Date.now() < deadline && !signal.aborted;) {
      const streams = await db.withTenant(tenantId, listStreams);
      const read = streams.find(
        ({ stream, lane, freshAt }) => stream === 'contacts' && lane === 'sync' && freshAt !== null,
      );
      if (read !== undefined) return (endOf(read) - (read.freshAt?.getTime() ?? 0)) / 1_000;
      await sleep(LOOK_EVERY_MS);
    }
    throw new AppError('The contacts were not read in time.');
  } finally {
    await db.close();
  }
};

/** A whole fleet reads a sandbox whose limits are lifted, for the first time. */
export const runSandboxSync = async (
  databaseUrl: string,
  contacts: number,
  home: string,
  { env, workspaceRoot, signal }: CommandDeps,
): Promise<SandboxSync> => {
  const fleet = await startFleet({
    env,
    workspaceRoot,
    home,
    databaseUrl,
    queueUrl: databaseUrl,
    namespace: 'bench_sync',
    workers: Object.keys(registry).length,
    contacts,
    isUnlimited: true,
  });
  try {
    return { rows: contacts, seconds: await untilRead(databaseUrl, signal) };
  } finally {
    await fleet.stop();
  }
};
