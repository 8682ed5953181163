import type { z } from 'zod';
import type { Vendor } from './connections/vendor.ts';
import { ConfigError } from './errors.ts';

/** Objects of one type, or those of them with one of these statuses. */
export interface Reread {
  readonly system: Vendor;
  readonly objectType: string;
  readonly statuses?: readonly string[];
  /** The scheduled task that reads what is marked. */
  readonly by: { readonly agent: string; readonly type: string };
}

/**
 * What people may set of a workflow, and what it is called. Every setting has a default, so that a tenant that
 * has set nothing has it as it is meant to be.
 */
export interface WorkflowDefinition {
  readonly name: string;
  /** In a line: what it does for whom. */
  readonly description: string;
  readonly settings: z.ZodType;
  /**
   * Messages and scheduled tasks of its agent that begin something new. While the workflow is paused nobody is told those
   * messages and those schedules rest; what was begun before goes on to its end.
   */
  readonly begins?: readonly string[];
  /** Objects of the mirror that tell what is still open, read once more when the workflow is resumed. */
  readonly rereads?: readonly Reread[];
}

const NAME = /^[a-z][a-z0-9-]{0,40}$/u;

/** Declares a workflow. Throws `ConfigError` for a bad name, and where a setting has no default. */
export const defineWorkflow = <const W extends WorkflowDefinition>(workflow: W): W => {
  const { name, settings } = workflow;
  if (!NAME.test(name)) throw new ConfigError(`"${name}" must be lower case letters, digits and dashes.`);
  const empty = settings.safeParse({});
  if (!empty.success)
    throw new ConfigError(`Every setting of the workflow ${name} needs a default.`, { cause: empty.error });
  return workflow;
};
