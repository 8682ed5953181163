import { z } from 'zod';
import { readAnswer } from '../call/read-answer.ts';
import { refuseBatchErrors } from './batch-answer.ts';
import { KEY_PROPERTY } from './key-property.ts';
import type { AskOptions, HubSpotDeps } from './objects.ts';

/** A task for a person, to be seen at a contact. */
export interface HubSpotTaskInput {
  /** Writing the same key again changes that task instead of making another. */
  readonly key: string;
  readonly subject: string;
  readonly body: string;
  /** Without one the task belongs to nobody. */
  readonly ownerId: string | null;
  readonly contactId: string;
  readonly dueAt: Date;
  readonly priority: 'low' | 'medium' | 'high';
}

/** The task that holds the key now. */
export interface UpsertedTask {
  readonly id: string;
  /** False when the key was there before. */
  readonly created: boolean;
}

// The SDK renames the answer's `new`, a word it cannot use.
const upsertedSchema = z.object({
  results: z.tuple([z.object({ id: z.string().min(1), _new: z.boolean().default(false) })]),
});

// No status: a new task starts as not started by itself, and a task that somebody has completed must
// not be opened again by a retry.
const toProperties = (task: HubSpotTaskInput): Record<string, string> => ({
  [KEY_PROPERTY]: task.key,
  hs_task_subject: task.subject,
  hs_task_body: task.body,
  hs_task_priority: task.priority.toUpperCase(),
  hs_timestamp: task.dueAt.toISOString(),
  ...(task.ownerId === null ? {} : { hubspot_owner_id: task.ownerId }),
});

const upsert = ({ sdk, call }: HubSpotDeps, task: HubSpotTaskInput, signal: AbortSignal | undefined) =>
  call({
    operation: 'tasks.upsert',
    idempotent: true,
    signal,
    run: async (ends): Promise<UpsertedTask> => {
      const input = { id: task.key, idProperty: KEY_PROPERTY, properties: toProperties(task) };
      const answer = await sdk.ask(ends, ({ crm }) =>
        crm.objects.batchApi.upsert('tasks', { inputs: [input] }),
      );
      return readAnswer(() => {
        refuseBatchErrors(answer);
        const [{ id, _new: created }] = upsertedSchema.parse(answer).results;
        return { id, created };
      });
    },
  });

const associate = (
  { sdk, call }: HubSpotDeps,
  ids: { taskId: string; contactId: string },
  signal: AbortSignal | undefined,
): Promise<void> =>
  call({
    operation: 'tasks.associate',
    idempotent: true,
    signal,
    run: async (ends) => {
      const answer = await sdk.ask(ends, ({ crm }) =>
        crm.associations.v4.basicApi.createDefault('tasks', ids.taskId, 'contacts', ids.contactId),
      );
      readAnswer(() => refuseBatchErrors(answer));
    },
  });

/** Writes the task and ties it to its contact. Safe to repeat: both requests find what they made before. */
export const upsertTask = async (
  deps: HubSpotDeps,
  task: HubSpotTaskInput,
  { signal }: AskOptions,
): Promise<UpsertedTask> => {
  const upserted = await upsert(deps, task, signal);
  await associate(deps, { taskId: upserted.id, contactId: task.contactId }, signal);
  return upserted;
};
