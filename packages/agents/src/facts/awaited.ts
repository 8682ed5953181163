import type { TaskContext } from '@sherpa/agent-kit';
import { findCases } from '@sherpa/db';
import type { Fact } from './fact.ts';

/** By workflow the keys of cases that the facts would end. */
const keysOf = (facts: readonly Fact[]): ReadonlyMap<string, readonly string[]> => {
  const keys = new Map<string, string[]>();
  for (const { awaitedBy } of facts)
    if (awaitedBy !== undefined)
      keys.set(awaitedBy.workflow, [...(keys.get(awaitedBy.workflow) ?? []), ...awaitedBy.keys]);
  return keys;
};

/** The facts without those that would end nothing, as no case of theirs lives; asked for all at once. */
export const onlyAwaited = async (
  ctx: Pick<TaskContext, 'withTenant'>,
  facts: readonly Fact[],
): Promise<ReadonlySet<Fact>> => {
  const living = new Set<string>();
  for (const [workflow, keys] of keysOf(facts)) {
    const cases = await ctx.withTenant((tx) => findCases(tx, workflow, [...new Set(keys)]));
    for (const { key, status } of cases.values()) if (status !== 'closed') living.add(`${workflow} ${key}`);
  }
  return new Set(
    facts.filter(
      ({ awaitedBy }) =>
        awaitedBy === undefined || awaitedBy.keys.some((key) => living.has(`${awaitedBy.workflow} ${key}`)),
    ),
  );
};
