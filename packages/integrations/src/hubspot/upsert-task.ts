import type { AskOptions, HubSpotDeps } from './objects.ts';
import { putObject, type PropertyValues, type PutInput, type Written } from './put-object.ts';

/** A task for a person, to be seen at what it is about. */
export interface HubSpotTaskInput {
  /** Writing the same key again changes that task instead of making another. */
  readonly key: string;
  readonly subject: string;
  readonly body: string;
  /** Without one the task belongs to nobody. */
  readonly ownerId: string | null;
  readonly links: NonNullable<PutInput['links']>;
  readonly dueAt: Date;
  readonly priority: 'low' | 'medium' | 'high';
}

// No status: a new task starts as not started by itself, and a task that somebody has completed must
// not be opened again by a retry.
const toProperties = (task: HubSpotTaskInput): PropertyValues => ({
  hs_task_subject: task.subject,
  hs_task_body: task.body,
  hs_task_priority: task.priority.toUpperCase(),
  hs_timestamp: task.dueAt.toISOString(),
  ...(task.ownerId === null ? {} : { hubspot_owner_id: task.ownerId }),
});

/** Writes the task and ties it to what it is about. Safe to repeat: both requests find what they made before. */
export const upsertTask = (
  deps: HubSpotDeps,
  task: HubSpotTaskInput,
  options: AskOptions,
): Promise<Written> =>
  putObject(deps, 'tasks', { key: task.key, properties: toProperties(task), links: task.links }, options);
