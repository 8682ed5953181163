import type { ScheduleRule } from '@sherpa/core';
import { makeCronTicks } from './cron-ticks.ts';
import { makeIntervalTicks } from './interval-ticks.ts';
import type { Ticks } from './ticks.ts';

/**
 * The ticks of a rule. An interval begins at `anchor` and has none before; cron goes by the wall alone.
 * Throws `ValidationError` for a cron expression that cannot be read or never comes true.
 */
export const makeTicks = (rule: ScheduleRule, anchor: Date): Ticks =>
  'cron' in rule ? makeCronTicks(rule) : makeIntervalTicks(rule.everyMs, anchor);
