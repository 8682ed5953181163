/**
 * The order in which statements on many tasks lock them, so that two of them do not each hold what the
 * other one waits for.
 */
export const inLockOrder = <T extends { readonly id: string }>(tasks: readonly T[]): T[] =>
  tasks.toSorted((one, other) => (one.id < other.id ? -1 : 1));
