import { z } from 'zod';

const ONE_DAY_MS = 86_400_000;
const MAX_WINDOW_MS = 366 * ONE_DAY_MS;

/** A tick is put off by up to this time, each by another, in milliseconds. */
export const jitterMsSchema = z.int().min(0).max(ONE_DAY_MS);

/**
 * What becomes of ticks that nobody fired in time: none is made up for, the last one is, or all that
 * are no older than that.
 */
export const missedPolicySchema = z.union([
  z.enum(['none', 'last']),
  z.strictObject({ allWithinMs: z.int().min(1).max(MAX_WINDOW_MS) }),
]);

/** What a tick does while the task of the one before is live: stays out, runs beside it, or replaces it. */
export const overlapPolicies = ['skip', 'allow', 'cancel-running'] as const;

export type MissedPolicy = z.infer<typeof missedPolicySchema>;
export type OverlapPolicy = (typeof overlapPolicies)[number];

/** How a schedule's ticks are treated, beside when they are. */
export interface SchedulePolicy {
  readonly jitterMs: number;
  readonly missed: MissedPolicy;
  readonly overlap: OverlapPolicy;
}

/** On the tick, late rather than never, and never two at a time. */
export const defaultSchedulePolicy: SchedulePolicy = { jitterMs: 0, missed: 'last', overlap: 'skip' };

export const schedulePolicySchema = z.strictObject({
  jitterMs: jitterMsSchema,
  missed: missedPolicySchema,
  overlap: z.enum(overlapPolicies),
});
