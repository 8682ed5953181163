import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readFileIfAny, writePrivateFile } from './private-file.ts';

const fleetStateSchema = z.object({
  /** Of the supervisor. */
  pid: z.int(),
  startedAt: z.iso.datetime(),
  gatewayUrl: z.string(),
  apiKey: z.string(),
  databaseUrl: z.string(),
  queueUrl: z.string(),
  sandboxUrl: z.string().nullable(),
  logsDir: z.string(),
  processes: z.array(z.object({ name: z.string(), pid: z.int() })),
  /** What the fleet's own processes were told beside what the environment says. */
  vendors: z.record(z.string(), z.string()),
});

/** A running fleet as it is written down for the other commands. Holds secrets. */
export type FleetState = z.infer<typeof fleetStateSchema>;

/** Where a fleet writes its state down. */
export const stateFileOf = (home: string): string => path.join(home, 'fleet.json');

/** Writes the state down for its owner alone. */
export const writeFleetState = (home: string, state: FleetState): Promise<void> =>
  writePrivateFile(stateFileOf(home), `${JSON.stringify(state, null, 2)}\n`);

/** The state that was written last; undefined where there is none or it is not readable as one. */
export const readFleetState = async (home: string): Promise<FleetState | undefined> => {
  const text = await readFileIfAny(stateFileOf(home));
  if (text === undefined) return undefined;
  try {
    return fleetStateSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};

/** Forgets the state: the fleet is down. */
export const removeFleetState = (home: string): Promise<void> => rm(stateFileOf(home), { force: true });

/** True while a process of that number lives. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (err) {
    return err instanceof Error && 'code' in err && err.code === 'EPERM';
  }
};

/** The state of a fleet that runs now. */
export const findRunningFleet = async (home: string): Promise<FleetState | undefined> => {
  const state = await readFleetState(home);
  return state !== undefined && isAlive(state.pid) ? state : undefined;
};
