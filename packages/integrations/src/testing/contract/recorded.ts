/** A client that notes which of its functions are called. */
export interface Recorded<T> {
  readonly client: T;
  /** Functions of the client that nobody has called. */
  missing(): readonly string[];
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const functionsOf = (client: object): readonly string[] =>
  Object.entries(client).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'function') return [name];
    return isObject(value) && !Array.isArray(value) ? functionsOf(value) : [];
  });

/** Wraps a client; functions of one name count as one, as `list` of each kind of object. */
export const recorded = <T extends object>(client: T): Recorded<T> => {
  const called = new Set<string>();
  const wrap = <O extends object>(target: O): O =>
    new Proxy(target, {
      get: (from, name, receiver): unknown => {
        const value: unknown = Reflect.get(from, name, receiver);
        if (typeof value === 'function') called.add(String(name));
        return isObject(value) && !Array.isArray(value) ? wrap(value) : value;
      },
    });
  return {
    client: wrap(client),
    missing: () => [...new Set(functionsOf(client))].filter((name) => !called.has(name)),
  };
};
