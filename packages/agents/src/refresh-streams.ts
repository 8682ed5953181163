import { refreshObjects, type BoundStream, type RefreshedObjects, type RunDeps } from '@sherpa/sync';

interface Wanted {
  readonly type: string;
  readonly id: string;
}

/** What came of objects of several types. */
export interface RefreshedStreams extends RefreshedObjects {
  readonly unknown: number;
}

/** Asks for objects again, each through the stream of its type; types that no stream reads are counted. */
export const refreshStreams = async (
  deps: RunDeps,
  streams: readonly BoundStream[],
  objects: readonly Wanted[],
): Promise<RefreshedStreams> => {
  let all: RefreshedStreams = { found: 0, gone: 0, changed: 0, poison: [], unknown: 0 };
  for (const [type, wanted] of Map.groupBy(objects, (object) => object.type)) {
    const stream = streams.find(({ objectType }) => objectType === type);
    if (stream === undefined) {
      all = { ...all, unknown: all.unknown + wanted.length };
      continue;
    }
    const one = await refreshObjects(
      deps,
      stream,
      wanted.map(({ id }) => id),
    );
    all = {
      found: all.found + one.found,
      gone: all.gone + one.gone,
      changed: all.changed + one.changed,
      poison: [...all.poison, ...one.poison],
      unknown: all.unknown,
    };
  }
  return all;
};
