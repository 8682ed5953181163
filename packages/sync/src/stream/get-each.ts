const AT_ONCE = 4;

/** Objects asked for one by one, some at a time, where a vendor has no other way; what is gone is left out. */
export const getEach = async <T>(
  ids: readonly string[],
  get: (id: string) => Promise<T | undefined>,
): Promise<ReadonlyMap<string, T>> => {
  const found = new Map<string, T>();
  const left = [...ids];
  const work = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      const object = await get(id);
      if (object !== undefined) found.set(id, object);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, ids.length) }, work));
  return found;
};
