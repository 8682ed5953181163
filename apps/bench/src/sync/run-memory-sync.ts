import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Environment } from '../config.ts';

const run = promisify(execFile);

const measuredSchema = z.object({ rows: z.int(), seconds: z.number(), peakBytes: z.number() });

/** What a first sync came to. */
export type MeasuredSync = z.infer<typeof measuredSchema>;

/** As the fleet runs its workers: what a page leaves behind is collected soon. */
const SMALL_YOUNG_HEAP = '--max-semi-space-size=4';

/** Streams that many invented contacts into the database, in a process of its own. */
export const runMemorySync = async (
  databaseUrl: string,
  contacts: number,
  { env, signal }: { readonly env: Environment; readonly signal: AbortSignal },
): Promise<MeasuredSync> => {
  const script = path.join(import.meta.dirname, 'stream-process.ts');
  const args = [SMALL_YOUNG_HEAP, script, databaseUrl, String(contacts)];
  const { stdout } = await run(process.execPath, args, { env: { ...env }, signal });
  return measuredSchema.parse(JSON.parse(stdout));
};
