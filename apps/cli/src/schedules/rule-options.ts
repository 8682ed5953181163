import { missedPolicySchema, type MissedPolicy, type ScheduleRule } from '@sherpa/core';
import { InvalidArgumentError } from 'commander';
import { readDurationMs } from '../input/duration.ts';

/** How the command line says when a schedule fires. */
export interface RuleOptions {
  readonly cron?: string;
  readonly timeZone?: string;
  readonly every?: number;
}

/** The rule that the options say; refuses none, two, and a time zone for an interval. */
export const ruleOf = ({ cron, timeZone, every }: RuleOptions): ScheduleRule => {
  if (cron !== undefined && every !== undefined)
    throw new InvalidArgumentError('Give either --cron or --every.');
  if (cron !== undefined) return { cron, timeZone: timeZone ?? 'UTC' };
  if (every === undefined) throw new InvalidArgumentError('Give --cron or --every.');
  if (timeZone !== undefined) throw new InvalidArgumentError('--time-zone has no meaning for an interval.');
  return { everyMs: every };
};

/** A parser of `none`, `last` or a time such as `2h` within which all are made up for. */
export const parseMissed = (text: string): MissedPolicy => {
  const allWithinMs = readDurationMs(text);
  const parsed = missedPolicySchema.safeParse(allWithinMs === undefined ? text : { allWithinMs });
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('Write none, last, or a time such as 2h within which all are made up for.');
};
