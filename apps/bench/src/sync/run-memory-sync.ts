import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Environment } from '../config.ts';

const run = promisify(execFile);

const measuredSchema = z.object({ rows: z.int(), seconds: z.number(), peakBytes: z.number() });

/** What a first sync came to. */
export type MeasuredSync = z.infer<typeof measuredSchema>;

/** Streams that many invented contacts into the database, in a process of its own. */
export const runMemorySync = async (
  databaseUrl: string,
  contacts: number,
  { env, signal }: { readonly env: Environment; readonly signal: AbortSignal },
): Promise<MeasuredSync> => {
  const script = path.join(import.meta.dirname, 'stream-process.ts');
  const { stdout } = await run(process.execPath, [script, databaseUrl, String(contacts)], { env: { ...env }, signal });
  return measuredSchema.parse(JSON.parse(stdout));
};
