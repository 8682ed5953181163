const isSame = (left: unknown, right: unknown): boolean =>
  left === right ||
  (typeof left === 'object' && typeof right === 'object' && JSON.stringify(left) === JSON.stringify(right));

/** Of two pictures of one object, what the first showed where the second shows something else. */
export const changedFields = (before: object, after: object): Readonly<Record<string, unknown>> => {
  const now = new Map<string, unknown>(Object.entries(after));
  return Object.fromEntries(Object.entries(before).filter(([name, value]) => !isSame(value, now.get(name))));
};
