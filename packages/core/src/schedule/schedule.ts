import { ConfigError } from '../errors.ts';
import { toProblems } from '../problems.ts';
import { defaultSchedulePolicy, schedulePolicySchema, type SchedulePolicy } from './policy.ts';
import { ruleSchemaOf, type ScheduleRule } from './rule.ts';

/** A schedule as a contract declares it: a rule, and what differs from the default policy. */
export type ScheduleDefinition = ScheduleRule & Partial<SchedulePolicy>;

/** A schedule with every default filled in. */
export interface ScheduleTerms {
  readonly rule: ScheduleRule;
  readonly policy: SchedulePolicy;
}

/** The terms that a definition comes to; `ConfigError` for one that makes no sense. */
export const termsOf = (definition: ScheduleDefinition): ScheduleTerms => {
  const {
    jitterMs = defaultSchedulePolicy.jitterMs,
    missed = defaultSchedulePolicy.missed,
    overlap = defaultSchedulePolicy.overlap,
    ...when
  } = definition;
  const rule = ruleSchemaOf(when).safeParse(when);
  const policy = schedulePolicySchema.safeParse({ jitterMs, missed, overlap });
  if (rule.success && policy.success) return { rule: rule.data, policy: policy.data };
  throw new ConfigError('A schedule of a contract makes no sense.', {
    details: {
      problems: [rule, policy].flatMap(({ error }) =>
        error === undefined ? [] : toProblems(error, 'schedule'),
      ),
    },
  });
};

/** The name of the one schedule that a contract may declare for a task type. */
export const CONTRACT_SCHEDULE = 'default';

/**
 * The deduplication key of a schedule's tasks, that of the contract's own unless another is named; one
 * that continues such a task takes it over. Work that is done for each connection has a key for each.
 */
export const scheduleKey = (
  type: string,
  name: string = CONTRACT_SCHEDULE,
  connectionId?: string,
): string => {
  const key = name === CONTRACT_SCHEDULE ? `schedule:${type}` : `schedule:${type}:${name}`;
  return connectionId === undefined ? key : `${key}@${connectionId}`;
};
