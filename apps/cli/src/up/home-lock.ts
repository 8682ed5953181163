import { mkdir } from 'node:fs/promises';
import { ConflictError } from '@sherpa/core';
import { lockFolder } from '@sherpa/devstack';
import { readFleetState } from '../state/fleet-state.ts';

/** Keeps a second fleet out of the folder; says who is in it when there is one. */
export const lockHome = async (home: string): Promise<() => Promise<void>> => {
  await mkdir(home, { recursive: true, mode: 0o700 });
  try {
    const lock = await lockFolder(home);
    return () => lock.release();
  } catch (err) {
    if (!(err instanceof ConflictError)) throw err;
    const state = await readFleetState(home);
    throw new ConflictError('Sherpa is running here already.', {
      details: {
        pid: err.details['pid'],
        ...(state === undefined ? { is: 'starting or stopping' } : { url: state.gatewayUrl }),
        advice: 'Stop that one first, or set SHERPA_HOME to another folder for a fleet of its own.',
      },
      cause: err,
    });
  }
};
