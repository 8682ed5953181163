import {
  CONTRACT_SCHEDULE,
  cronSchema,
  defaultSchedulePolicy,
  everyMsSchema,
  jitterMsSchema,
  missedPolicySchema,
  overlapPolicies,
  timeZoneSchema,
  type ScheduleTerms,
} from '@sherpa/core';
import { z } from 'zod';

const MAX_NAME_LENGTH = 100;

/** A schedule to be: what it enqueues, and either `cron` or `everyMs`. */
export const newScheduleSchema = z
  .strictObject({
    agent: z.string().min(1),
    type: z.string().min(1),
    name: z
      .string()
      .min(1)
      .max(MAX_NAME_LENGTH)
      .refine((name) => name !== CONTRACT_SCHEDULE, { error: 'is kept for the schedule of the contract' })
      .describe('Tells it from others of the same task.'),
    payload: z.unknown().default({}).describe('What each task is given.'),
    cron: cronSchema.optional().describe('Five fields, or six with seconds first.'),
    timeZone: timeZoneSchema.optional().describe('An IANA time zone, with cron. Default UTC.'),
    everyMs: everyMsSchema.optional(),
    jitterMs: jitterMsSchema.default(defaultSchedulePolicy.jitterMs),
    missed: missedPolicySchema.default(defaultSchedulePolicy.missed),
    overlap: z.enum(overlapPolicies).default(defaultSchedulePolicy.overlap),
  })
  .refine(({ cron, everyMs }) => (cron === undefined) !== (everyMs === undefined), {
    error: 'give either cron or everyMs',
    path: ['cron'],
  })
  .refine(({ timeZone, everyMs }) => timeZone === undefined || everyMs === undefined, {
    error: 'has no meaning for an interval',
    path: ['timeZone'],
  });

export type NewSchedule = z.input<typeof newScheduleSchema>;

/** The terms that a request comes to; undefined for one that the schema would refuse. */
export const termsOfRequest = (request: z.output<typeof newScheduleSchema>): ScheduleTerms | undefined => {
  const { cron, timeZone = 'UTC', everyMs, jitterMs, missed, overlap } = request;
  const policy = { jitterMs, missed, overlap };
  if (cron !== undefined) return { rule: { cron, timeZone }, policy };
  return everyMs === undefined ? undefined : { rule: { everyMs }, policy };
};
