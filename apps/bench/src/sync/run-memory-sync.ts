import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Environment } from '../config.ts';
import { cpuUs } from '../servers/process-usage.ts';

const run = promisify(execFile);

const measuredSchema = z.object({
  rows: z.int(),
  seconds: z.number(),
  /** Of the whole process, from its start to its end. */
  peakBytes: z.number(),
  /** That it computed while it streamed. */
  cpuUs: z.number(),
});

/** What a first sync came to. */
export interface MeasuredSync extends z.infer<typeof measuredSchema> {
  /** That the database computed meanwhile, its checkpoints included; 0 where that is not known. */
  readonly databaseCpuUs: number;
}

/** As the fleet runs its workers: what a page leaves behind is collected soon. */
const SMALL_YOUNG_HEAP = '--max-semi-space-size=4';

/** Streams that many invented contacts into the database, in a process of its own. */
export const runMemorySync = async (
  database: { readonly url: string; readonly pid: number },
  contacts: number,
  { env, signal }: { readonly env: Environment; readonly signal: AbortSignal },
): Promise<MeasuredSync> => {
  const script = path.join(import.meta.dirname, 'stream-process.ts');
  const args = [SMALL_YOUNG_HEAP, script, database.url, String(contacts)];
  const before = await cpuUs(database.pid);
  const { stdout } = await run(process.execPath, args, { env: { ...env }, signal });
  const databaseCpuUs = (await cpuUs(database.pid)) - before;
  return { ...measuredSchema.parse(JSON.parse(stdout)), databaseCpuUs };
};
