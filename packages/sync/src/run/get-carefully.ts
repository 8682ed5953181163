import type { GoneObject, MirrorRow, PoisonObject } from '@sherpa/db';
import type { Asking, BoundStream } from '../stream/bind-stream.ts';
import { isLost, isUnreadable, whyOf } from './errors.ts';

/** Objects as they are now, and those of which nobody can tell. */
export interface GotObjects {
  readonly rows: readonly MirrorRow[];
  readonly gone: readonly GoneObject[];
  readonly poison: readonly PoisonObject[];
}

/** How objects are asked for by id. */
export interface Care {
  readonly asking: Asking;
  /** True where the answer has failed to come before: it may be one object's fault. */
  readonly isSuspicious: boolean;
}

const AT_ONCE = 100;

const none: GotObjects = { rows: [], gone: [], poison: [] };

const join = (one: GotObjects, other: GotObjects): GotObjects => ({
  rows: [...one.rows, ...other.rows],
  gone: [...one.gone, ...other.gone],
  poison: [...one.poison, ...other.poison],
});

const getHalving = async (stream: BoundStream, ids: readonly string[], care: Care): Promise<GotObjects> => {
  try {
    return { ...(await stream.get(ids, care.asking)), poison: [] };
  } catch (thrown) {
    if (!isUnreadable(thrown) && !(care.isSuspicious && isLost(thrown))) throw thrown;
    const [first] = ids;
    if (ids.length === 1 && first !== undefined) {
      return { ...none, poison: [{ externalId: first, ...whyOf(thrown) }] };
    }
    const middle = Math.ceil(ids.length / 2);
    const one = await getHalving(stream, ids.slice(0, middle), care);
    return join(one, await getHalving(stream, ids.slice(middle), care));
  }
};

/**
 * Asks for objects by id. A batch that cannot be read is halved until the one is found that spoils it. Where
 * none of several can be had, it is the vendor that is away and not the objects.
 */
export const getCarefully = async (
  stream: BoundStream,
  ids: readonly string[],
  care: Care,
): Promise<GotObjects> => {
  let got = none;
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    got = join(got, await getHalving(stream, ids.slice(start, start + AT_ONCE), care));
  }
  const isVendorAway = care.isSuspicious && ids.length > 1 && got.poison.length === ids.length;
  return isVendorAway ? getHalving(stream, ids, { ...care, isSuspicious: false }) : got;
};
