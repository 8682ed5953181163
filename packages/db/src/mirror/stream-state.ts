import type { Db } from '../schema/index.ts';
import { isStream, type StreamAddress } from './stream-address.ts';
import { toStreamState, type StreamState } from './sync-run.ts';

/** How a stream stands; undefined where it has never run. */
export const readStream = async (tx: Db, address: StreamAddress): Promise<StreamState | undefined> => {
  const row = await tx.selectFrom('sync_streams').selectAll().where(isStream(address)).executeTakeFirst();
  return row === undefined ? undefined : toStreamState(address, row);
};
