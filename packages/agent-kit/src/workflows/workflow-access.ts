import { AgentError, toProblems, type WorkflowDefinition } from '@sherpa/core';
import {
  closeCase,
  findCase,
  holdCase,
  noteCase,
  openCase,
  readWorkflowSettings,
  type Db,
  type Ids,
  type StoredSettings,
  type WorkflowCase,
} from '@sherpa/db';
import type { z } from 'zod';

/** The cases of one workflow, as the task that moves them sees them. What they do is written at once. */
export interface Cases {
  /** Opens the case of that key or finds it; one that is held or closed is open again. */
  open(key: string, about: { readonly subject: Ids; readonly dueAt?: Date }): Promise<WorkflowCase>;
  find(key: string): Promise<WorkflowCase | undefined>;
  /** Leaves it to people, who are told why; what they release runs this task again. */
  hold(key: string, about: { readonly subject: Ids; readonly reason: string }): Promise<WorkflowCase>;
  /** Notes what was made for it, by name, or when it is due; undefined where no such case lives. */
  note(
    key: string,
    note: { readonly refs?: Ids; readonly dueAt?: Date | null },
  ): Promise<WorkflowCase | undefined>;
  /** Ends it; undefined where no such case lives. */
  close(key: string, reason: string): Promise<WorkflowCase | undefined>;
}

/** What a task has of workflows. */
export interface WorkflowAccess {
  /** What the tenant has set of a workflow, with the defaults of all else. Read once per attempt. */
  settings<S extends z.ZodType>(
    workflow: WorkflowDefinition & { readonly settings: S },
  ): Promise<z.output<S>>;
  cases(workflow: WorkflowDefinition): Cases;
}

export interface WorkflowDeps {
  readonly task: { readonly id: string; readonly tenantId: string };
  readonly withTenant: <T>(work: (tx: Db) => Promise<T>) => Promise<T>;
}

const parseSettings = <S extends z.ZodType>(
  workflow: { readonly name: string; readonly settings: S },
  stored: StoredSettings | undefined,
): z.output<S> => {
  const parsed = workflow.settings.safeParse(stored?.settings ?? {});
  if (parsed.success) return parsed.data;
  throw new AgentError('The settings of a workflow do not fit it any more; set them anew.', {
    retry: 'never',
    details: { workflow: workflow.name, problems: toProblems(parsed.error) },
  });
};

const casesOf = ({ task, withTenant }: WorkflowDeps, workflow: string): Cases => {
  const address = (key: string) => ({ tenantId: task.tenantId, workflow, key, taskId: task.id });
  return {
    open: (key, about) => withTenant((tx) => openCase(tx, { ...address(key), ...about })),
    find: (key) => withTenant((tx) => findCase(tx, { workflow, key })),
    hold: (key, { subject, reason }) =>
      withTenant((tx) => holdCase(tx, { ...address(key), subject }, reason)),
    note: (key, note) => withTenant((tx) => noteCase(tx, address(key), note)),
    close: (key, reason) => withTenant((tx) => closeCase(tx, address(key), reason)),
  };
};

/** The workflows as one attempt sees them. */
export const makeWorkflowAccess = (deps: WorkflowDeps): WorkflowAccess => {
  const read = new Map<string, Promise<StoredSettings | undefined>>();
  const readOnce = (name: string): Promise<StoredSettings | undefined> => {
    const stored = read.get(name) ?? deps.withTenant((tx) => readWorkflowSettings(tx, name));
    read.set(name, stored);
    return stored;
  };
  return {
    settings: async (workflow) => parseSettings(workflow, await readOnce(workflow.name)),
    cases: ({ name }) => casesOf(deps, name),
  };
};
