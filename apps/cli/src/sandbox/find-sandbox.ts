import type { Environment } from '@sherpa/config';
import { NotFoundError } from '@sherpa/core';
import { readHome, readSandboxAddress } from '../config.ts';
import { findRunningFleet } from '../state/fleet-state.ts';

/** A sandbox to talk to, and how it was found. */
export interface SandboxAddress {
  readonly url: string;
  /** Ends the sentence "Tried URL, …". */
  readonly because: string;
}

const REAL_VENDORS = 'The fleet that runs works on real vendors: it has no sandbox.';
const STOP_FIRST = 'Stop it, then run `npx pnpm start` without the vendors’ credentials.';

/** The sandbox of the fleet that runs; without one, that of the usual port. */
export const findSandbox = async (env: Environment): Promise<SandboxAddress> => {
  const fleet = await findRunningFleet(readHome(env));
  if (fleet === undefined) {
    const { host, port } = readSandboxAddress(env);
    return { url: `http://${host}:${port}`, because: 'the usual address, since no fleet was started here' };
  }
  if (fleet.sandboxUrl === null) throw new NotFoundError(REAL_VENDORS, { details: { advice: STOP_FIRST } });
  return { url: fleet.sandboxUrl, because: `of the fleet that process ${fleet.pid} started` };
};
