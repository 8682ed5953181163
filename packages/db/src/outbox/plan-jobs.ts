import { newId } from '@sherpa/core';

/** A task that is pending and that its agent's queue has to know of. */
export interface ReadyTask {
  readonly id: string;
  readonly tenantId: string;
  readonly agent: string;
  readonly type: string;
  readonly priority: number;
  /** Milliseconds from the commit until it is due. */
  readonly delayMs: number;
  /** It shares its job with no other, so that what happens to it can be seen there. */
  readonly alone?: boolean;
}

/** A job to be: it points at one task, or at several of one tenant and type (a pack). */
export interface PlannedJob {
  /** The task's own id, that of the pack, or one of its own for a task whose last job may still be there. */
  readonly id: string;
  readonly tenantId: string;
  readonly agent: string;
  readonly type: string;
  readonly priority: number;
  readonly delayMs: number;
  readonly taskIds: readonly string[];
}

/**
 * Tasks in one job at most. At so many the queue has a tenth of the ledger's work with a task, so that
 * larger packs gain little and only make the work of a fleet less even.
 */
const MAX_PACK = 100;

/** A group makes this many packs at least, for as many workers: ten tasks are ten jobs, 1,000 are ten packs. */
const MIN_PACKS = 10;

const groupOf = ({ id, agent, tenantId, type, priority, delayMs, alone }: ReadyTask): string =>
  alone === true ? id : `${agent} ${tenantId} ${type} ${priority} ${delayMs}`;

/** Names the pack of these tasks. */
export type NamePack = (taskIds: readonly string[]) => string;

const newPack: NamePack = () => `pack-${newId()}`;

const toJob = (tasks: readonly ReadyTask[], namePack: NamePack): PlannedJob[] => {
  const [first] = tasks;
  if (first === undefined) return [];
  const { id, tenantId, agent, type, priority, delayMs } = first;
  const taskIds = tasks.map((task) => task.id);
  return [
    {
      id: tasks.length === 1 ? id : namePack(taskIds),
      tenantId,
      agent,
      type,
      priority,
      delayMs,
      taskIds,
    },
  ];
};

const packs = (tasks: readonly ReadyTask[], namePack: NamePack): PlannedJob[] => {
  const size = Math.min(MAX_PACK, Math.max(1, Math.floor(tasks.length / MIN_PACKS)));
  return Array.from({ length: Math.ceil(tasks.length / size) }, (_, index) =>
    toJob(tasks.slice(index * size, (index + 1) * size), namePack),
  ).flat();
};

/**
 * A job of its own for each, under an id that nothing in the queue has: for a task whose former job may
 * be there still, about to end without having done anything.
 */
export const planFreshJobs = (tasks: readonly ReadyTask[]): PlannedJob[] =>
  tasks.map(({ id, tenantId, agent, type, priority, delayMs }) => ({
    id: `again-${newId()}`,
    tenantId,
    agent,
    type,
    priority,
    delayMs,
    taskIds: [id],
  }));

/** The jobs for tasks that are made ready together: few tasks have a job each, many share them. */
export const planJobs = (tasks: readonly ReadyTask[], namePack: NamePack = newPack): PlannedJob[] => {
  const [only] = tasks;
  if (only !== undefined && tasks.length === 1) return toJob([only], namePack);
  return [...Map.groupBy(tasks, groupOf).values()].flatMap((group) => packs(group, namePack));
};
