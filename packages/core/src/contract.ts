import type { z } from 'zod';
import type { Vendor } from './connections/vendor.ts';
import { ConfigError } from './errors.ts';
import type { Json } from './json.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { termsOf, type ScheduleDefinition } from './schedule/schedule.ts';
import type { WorkflowDefinition } from './workflow.ts';

/** How long a deduplication key keeps others out: while its task is live, or for a time after its enqueueing. */
export type KeepKey = 'until-finished' | { readonly forMs: number };

/**
 * What becomes of a task whose key another one holds: `drop` leaves the other as it is; `replace` gives the
 * other, as long as it has not begun, the newer payload, priority and time; `debounce` does the same and is
 * meant for a delay that begins anew each time. If the other has begun, the newer task follows it.
 */
export type OnDuplicate = 'drop' | 'replace' | 'debounce';

/** What can be said of a kind of work beside its schema. Every field has a default. */
export interface WorkPolicy {
  readonly retry?: Partial<RetryPolicy>;
  /** 0 first, larger later. Default 100. */
  readonly priority?: number;
  /** An attempt that runs longer is aborted and counts as failed, in milliseconds. Default 10 minutes. */
  readonly timeoutMs?: number;
  /** How long this kind's deduplication keys hold. Default until the task has ended. */
  readonly keepKey?: KeepKey;
  /** Default `drop`. */
  readonly onDuplicate?: OnDuplicate;
}

/** A task type: what it takes, what it gives, how it is run. */
export interface TaskDefinition extends WorkPolicy {
  readonly description: string;
  /**
   * Enqueued for every tenant at each tick of this schedule, with an empty payload. Unless `overlap`
   * says otherwise it is under the key of `scheduleKey`: while one of them is live the next is left out.
   */
  readonly schedule?: ScheduleDefinition;
  /**
   * Set for work that is done for one connection to this vendor at a time: a schedule enqueues it for each
   * that is active, with its `connectionId` in the payload and under a key of its own.
   */
  readonly perConnection?: Vendor;
  readonly payload: z.ZodType;
  readonly result: z.ZodType;
  /**
   * What a dry run of a task that runs this one goes on with, in place of its result, or that as its payload has it.
   * Without it that dry run ends there.
   */
  readonly pretend?: Json | ((payload: unknown) => Json);
}

/** A message type: what it says and how its delivery is run. */
export interface MessageDefinition extends WorkPolicy {
  readonly description: string;
  readonly payload: z.ZodType;
}

/** What an agent accepts, tells and remembers. */
export interface ContractDefinition {
  readonly agent: string;
  readonly description: string;
  /** Tasks that one process of this agent runs at the same time. Default 10. */
  readonly concurrency?: number;
  readonly tasks: Readonly<Record<string, TaskDefinition>>;
  readonly messages: Readonly<Record<string, MessageDefinition>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
  /** What the agent remembers for a tenant between tasks, by key. */
  readonly state: Readonly<Record<string, z.ZodType>>;
  /** Workflows that begin with this agent; others take part in them by messages. */
  readonly workflows?: readonly WorkflowDefinition[];
}

export type Contract = ContractDefinition;

const AGENT_NAME = /^[a-z][a-z0-9-]{0,30}$/u;
const WORK_NAME = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$/u;

/**
 * Declares an agent's contract. Types of payloads, results, events and state flow from its schemas.
 * Throws `ConfigError` for a bad name, for a task and a message of the same name (a message is
 * delivered as a task of its own type, so the two share one namespace), or a schedule that makes no sense.
 */
export const defineContract = <const C extends ContractDefinition>(contract: C): C => {
  if (!AGENT_NAME.test(contract.agent)) {
    throw new ConfigError(`Agent name "${contract.agent}" must be lower case letters, digits and dashes.`);
  }
  const names = [...Object.keys(contract.tasks), ...Object.keys(contract.messages)];
  const bad = names.find((name) => !WORK_NAME.test(name));
  if (bad !== undefined) throw new ConfigError(`"${bad}" of ${contract.agent} must look like "noun.verb".`);
  const work = [...Object.entries(contract.tasks), ...Object.entries(contract.messages)];
  const [untried] = work.find(([, { retry }]) => (retry?.attempts ?? 1) < 1) ?? [];
  if (untried !== undefined)
    throw new ConfigError(`"${untried}" of ${contract.agent} needs at least one attempt.`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new ConfigError(
      `"${twice}" of ${contract.agent} is both a task and a message; give one another name.`,
    );
  }
  for (const { name, begins = [] } of contract.workflows ?? []) {
    const unknown = begins.find((one) => !names.includes(one));
    if (unknown !== undefined)
      throw new ConfigError(
        `The workflow ${name} begins with "${unknown}", which ${contract.agent} has not.`,
      );
  }
  for (const { schedule } of Object.values<TaskDefinition>(contract.tasks)) {
    if (schedule !== undefined) termsOf(schedule);
  }
  return contract;
};

/** The name of the workflow that begins something with this message or task; undefined where none does. */
export const workflowBegunBy = (contract: Contract, type: string): string | undefined =>
  contract.workflows?.find(({ begins = [] }) => begins.includes(type))?.name;

type KeyOf<T> = Extract<keyof T, string>;

export type TaskName<C extends Contract> = KeyOf<C['tasks']>;
export type MessageName<C extends Contract> = KeyOf<C['messages']>;
/** Everything an agent can be asked to work on: its tasks, and the messages sent to it. */
export type WorkName<C extends Contract> = TaskName<C> | MessageName<C>;
export type EventName<C extends Contract> = KeyOf<C['events']>;
export type StateKey<C extends Contract> = KeyOf<C['state']>;

type SchemaOf<C extends Contract, N extends WorkName<C>> =
  N extends TaskName<C>
    ? C['tasks'][N]['payload']
    : N extends MessageName<C>
      ? C['messages'][N]['payload']
      : never;

/** What a sender writes, before defaults. */
export type PayloadInput<C extends Contract, N extends WorkName<C>> = z.input<SchemaOf<C, N>>;
/** What a handler reads, after defaults. */
export type PayloadOf<C extends Contract, N extends WorkName<C>> = z.output<SchemaOf<C, N>>;
/** What a handler returns; nothing for a message. */
export type ResultOf<C extends Contract, N extends WorkName<C>> =
  N extends TaskName<C> ? z.output<C['tasks'][N]['result']> : void;
export type EventOf<C extends Contract, N extends EventName<C>> = z.input<C['events'][N]>;
export type StateOf<C extends Contract, K extends StateKey<C>> = z.output<C['state'][K]>;
