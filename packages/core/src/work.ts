import type { Vendor } from './connections/vendor.ts';
import type { Contract, KeepKey, MessageDefinition, OnDuplicate, TaskDefinition } from './contract.ts';
import { ValidationError } from './errors.ts';
import type { Json } from './json.ts';
import { toProblems } from './problems.ts';
import { defaultRetryPolicy, type RetryPolicy } from './retry-policy.ts';
import { termsOf, type ScheduleTerms } from './schedule/schedule.ts';

/** A task or message type of a contract with every default filled in. */
export interface Work {
  readonly agent: string;
  readonly type: string;
  readonly kind: 'task' | 'message';
  readonly description: string;
  readonly retry: RetryPolicy;
  readonly priority: number;
  readonly timeoutMs: number;
  readonly keepKey: KeepKey;
  readonly onDuplicate: OnDuplicate;
  /** Set for a task that is enqueued on a schedule. */
  readonly schedule: ScheduleTerms | undefined;
  /** Set for a task that is done for one connection to this vendor at a time. */
  readonly perConnection: Vendor | undefined;
  /** What a dry run has in place of its result, where it is with that payload. */
  readonly pretend: ((payload: unknown) => Json) | undefined;
  /** The payload with its defaults, or `ValidationError` whose details list each field and why. */
  parsePayload(payload: unknown): unknown;
  /** The result as declared, or `ValidationError`; a message's result is always null. */
  parseResult(result: unknown): unknown;
}

const TEN_MINUTES_MS = 600_000;
const MIDDLE_PRIORITY = 100;

const parseWith = (schema: TaskDefinition['payload'], value: unknown, what: string): unknown => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ValidationError(`The ${what} does not fit the contract.`, {
    details: { problems: toProblems(parsed.error, what) },
  });
};

const pretendOf = (pretend: TaskDefinition['pretend']): Work['pretend'] =>
  pretend === undefined || typeof pretend === 'function' ? pretend : () => pretend;

const fill = (
  contract: Contract,
  type: string,
  kind: Work['kind'],
  definition: TaskDefinition | MessageDefinition,
): Work => ({
  agent: contract.agent,
  type,
  kind,
  description: definition.description,
  retry: { ...defaultRetryPolicy, ...definition.retry },
  priority: definition.priority ?? MIDDLE_PRIORITY,
  timeoutMs: definition.timeoutMs ?? TEN_MINUTES_MS,
  keepKey: definition.keepKey ?? 'until-finished',
  onDuplicate: definition.onDuplicate ?? 'drop',
  schedule:
    'schedule' in definition && definition.schedule !== undefined ? termsOf(definition.schedule) : undefined,
  perConnection: 'perConnection' in definition ? definition.perConnection : undefined,
  pretend: 'pretend' in definition ? pretendOf(definition.pretend) : undefined,
  parsePayload: (payload) => parseWith(definition.payload, payload, 'payload'),
  parseResult: (result) => ('result' in definition ? parseWith(definition.result, result, 'result') : null),
});

const fillAll = (contract: Contract): ReadonlyMap<string, Work> =>
  new Map(
    [
      ...Object.entries(contract.tasks).map(([type, definition]) => fill(contract, type, 'task', definition)),
      ...Object.entries(contract.messages).map(([type, definition]) =>
        fill(contract, type, 'message', definition),
      ),
    ].map((work) => [work.type, work]),
  );

/** A contract never changes, and its work is looked up with every task. */
const filled = new WeakMap<Contract, ReadonlyMap<string, Work>>();

const workByType = (contract: Contract): ReadonlyMap<string, Work> => {
  const known = filled.get(contract) ?? fillAll(contract);
  filled.set(contract, known);
  return known;
};

/** Every kind of work of a contract, its tasks first. */
export const workOf = (contract: Contract): readonly Work[] => [...workByType(contract).values()];

/** The work named `type`, or `ValidationError` that lists what the agent does accept. */
export const findWork = (contract: Contract, type: string): Work => {
  const found = workByType(contract).get(type);
  if (found !== undefined) return found;
  const known = workOf(contract).map((one) => one.type);
  throw new ValidationError(`Agent "${contract.agent}" has no task or message of that type.`, {
    details: { problems: [{ field: 'type', problem: `"${type}" is unknown; one of: ${known.join(', ')}` }] },
  });
};
