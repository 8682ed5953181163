import { timeOfId } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import { isMonthKept } from './find-asked.ts';
import { readTracedDecisions, readTracedDeliveries, readTracedEffects } from './traced-facts.ts';
import type { Some, TracedDecision, TracedDelivery, TracedEffect } from './traced-facts.ts';
import { readTracedTasks, type TracedTask } from './traced-task.ts';
import { tasksAbove, tasksBelow, type CausedTask } from './walk-causes.ts';

/** A task at its place in the tree. */
export interface PlacedTask extends TracedTask {
  /** The task above it that is shown; null for the first. */
  readonly parentId: string | null;
  /** Tasks between it and the one above it that are not shown, each caused by the one before. */
  readonly skipped: number;
  /** Tasks that came of it and are not shown. */
  readonly leftOut: number;
}

/** What became of the cause of the first task: it is not kept any more, or was never there. */
export interface LostCause {
  readonly taskId: string;
  readonly at: Date;
  /** True where its month has been dropped, as old history is. */
  readonly isPurged: boolean;
}

/** A task, all that it came of, and what came of that, the first task first and each after the one above it. */
export interface Trace {
  readonly tasks: readonly PlacedTask[];
  readonly effects: Some<TracedEffect>;
  readonly deliveries: Some<TracedDelivery>;
  readonly decisions: readonly TracedDecision[];
  readonly lostCause: LostCause | null;
}

/** How much of the tree: what led to a task, that and what came of it, or with what else came of the first one. */
export type TraceExtent = 'causes' | 'own' | 'whole';

/** A chain that is longer shows its beginning and its end. */
const MOST_AT_EITHER_END = 15;
const MOST_BELOW = 100;
const MOST_BELOW_FIRST = 150;

interface Place {
  readonly parentId: string | null;
  readonly skipped: number;
}

/** The chain from the first task to the one that was asked for, as far as it is shown. */
const placeChain = (chain: readonly CausedTask[]): Map<string, Place> => {
  const first = chain.toReversed();
  const skipped = Math.max(0, first.length - 2 * MOST_AT_EITHER_END);
  const shown =
    skipped === 0 ? first : [...first.slice(0, MOST_AT_EITHER_END), ...first.slice(-MOST_AT_EITHER_END)];
  return new Map(
    shown.map(({ id }, index) => [
      id,
      {
        parentId: shown[index - 1]?.id ?? null,
        skipped: skipped > 0 && index === MOST_AT_EITHER_END ? skipped : 0,
      },
    ]),
  );
};

const placeAll = async (
  tx: Db,
  chain: readonly CausedTask[],
  extent: TraceExtent,
): Promise<Map<string, Place>> => {
  const places = placeChain(chain);
  const [asked, first] = [chain[0]?.id ?? '', chain.at(-1)?.id ?? ''];
  const below = extent === 'causes' ? [] : await tasksBelow(tx, asked, MOST_BELOW);
  const beside = extent !== 'whole' || first === asked ? [] : await tasksBelow(tx, first, MOST_BELOW_FIRST);
  for (const { id, causedBy } of [...below, ...beside])
    if (!places.has(id) && causedBy !== null && places.has(causedBy))
      places.set(id, { parentId: causedBy, skipped: 0 });
  return places;
};

const inTreeOrder = (tasks: readonly PlacedTask[]): readonly PlacedTask[] => {
  const byParent = Map.groupBy(tasks, ({ parentId }) => parentId);
  const from = (parentId: string | null): readonly PlacedTask[] =>
    (byParent.get(parentId) ?? []).flatMap((task) => [task, ...from(task.id)]);
  return from(null);
};

const lostCauseOf = async (tx: Db, taskId: string | null): Promise<LostCause | null> => {
  if (taskId === null) return null;
  const at = timeOfId(taskId);
  return { taskId, at, isPurged: !(await isMonthKept(tx, at)) };
};

/**
 * The trace of a task; undefined where this tenant has none of that id. Bounded in depth and size: what is not
 * shown is counted.
 */
export const readTrace = async (tx: Db, taskId: string, extent: TraceExtent): Promise<Trace | undefined> => {
  const chain = await tasksAbove(tx, taskId);
  const first = chain.at(-1);
  if (first === undefined) return undefined;
  const places = await placeAll(tx, chain, extent);
  const ids = [...places.keys()];
  const shown = Map.groupBy(places.values(), ({ parentId }) => parentId);
  const tasks = (await readTracedTasks(tx, ids)).map((task): PlacedTask => {
    const { parentId, skipped } = places.get(task.id) ?? { parentId: null, skipped: 0 };
    const below = (shown.get(task.id) ?? []).length;
    return { ...task, parentId, skipped, leftOut: Math.max(0, task.children - below) };
  });
  return {
    tasks: inTreeOrder(tasks),
    effects: await readTracedEffects(tx, ids),
    deliveries: await readTracedDeliveries(tx, ids),
    decisions: await readTracedDecisions(tx, ids),
    // A chain that leads back to itself has a cause that is in it.
    lostCause: await lostCauseOf(tx, chain.some(({ id }) => id === first.causedBy) ? null : first.causedBy),
  };
};
