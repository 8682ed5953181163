import { buryObjects, readNow, writeRows, type PoisonObject } from '@sherpa/db';
import { getCarefully } from '../run/get-carefully.ts';
import { makeNow, type RunDeps } from '../run/run-context.ts';
import type { BoundStream } from '../stream/bind-stream.ts';

/** What came of asking for objects again. */
export interface RefreshedObjects {
  /** Objects that are there. */
  readonly found: number;
  /** Objects that are not. */
  readonly gone: number;
  /** Of both, those of which the mirror did not know that. */
  readonly changed: number;
  /** Objects that could not be read. */
  readonly poison: readonly PoisonObject[];
}

/**
 * Asks for these objects as they are now and stores what is newer than what is stored. What came late or out of
 * order cannot win: it is the vendor's present state that is written, by its version.
 */
export const refreshObjects = async (
  deps: RunDeps,
  stream: BoundStream,
  ids: readonly string[],
): Promise<RefreshedObjects> => {
  const now = makeNow(await deps.withTenant(readNow));
  const asking = { askedAt: now(), signal: deps.signal };
  const { rows, gone, poison } = await getCarefully(stream, [...new Set(ids)], {
    asking,
    isSuspicious: false,
  });
  const { tenantId, connectionId, taskId: writtenBy } = deps;
  const place = { tenantId, connectionId, system: stream.system, objectType: stream.objectType };
  const terms = { observedAt: asking.askedAt, writtenBy, revives: true, resolves: stream.makesCustomers };
  const changed = await deps.withTenant(async (tx) => {
    const { inserted, updated } = await writeRows(tx, place, rows, terms);
    return inserted + updated + (await buryObjects(tx, place, gone, terms));
  });
  return { found: rows.length, gone: gone.length, changed, poison };
};
