/** Of two pictures of one object, what the first showed where the second shows something else. */
export const changedFields = (before: object, after: object): Readonly<Record<string, unknown>> => {
  const now = new Map<string, unknown>(Object.entries(after));
  return Object.fromEntries(
    Object.entries(before).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(now.get(name))),
  );
};
