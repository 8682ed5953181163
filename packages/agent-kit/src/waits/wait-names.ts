/** Names the waits of one attempt that were given none: by kind and number, so that a later attempt finds them. */
export const makeWaitNames = (): ((kind: string, given: string | undefined) => string) => {
  const counts = new Map<string, number>();
  return (kind, given) => {
    if (given !== undefined) return `${kind}: ${given}`;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count === 1 ? kind : `${kind} ${count}`;
  };
};
