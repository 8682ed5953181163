import { createHash } from 'node:crypto';
import { planJobs, type NamePack, type PlannedJob, type ReadyTask } from './plan-jobs.ts';

const byContent: NamePack = (taskIds) =>
  `pack-${createHash('sha256').update(taskIds.join(' ')).digest('base64url').slice(0, 22)}`;

const isOlder = (one: PlannedJob, other: PlannedJob): number =>
  (one.taskIds[0] ?? '') < (other.taskIds[0] ?? '') ? -1 : 1;

/**
 * The jobs for a page of pending tasks that the queue may have lost, oldest first whatever their kind. A
 * pack is named after its content: planned twice, it is one job.
 */
export const planRefill = (tasks: readonly ReadyTask[]): PlannedJob[] =>
  planJobs(tasks, byContent).toSorted(isOlder);
