import { z } from 'zod';

const isTimeZone = (name: string): boolean => {
  // `Intl` takes offsets such as +02:00 for zones; those know no daylight saving time.
  if (!/^[a-z]/iu.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (err) {
    if (err instanceof RangeError) return false;
    throw err;
  }
};

const FIELDS = /^(?:@[a-z]+|\S+(?:\s+\S+){4,5})$/iu;
const MAX_CRON_LENGTH = 200;

/** A cron expression of five fields, six with seconds in front, or a nickname such as `@daily`. */
export const cronSchema = z
  .string()
  .trim()
  .max(MAX_CRON_LENGTH)
  .regex(FIELDS, { error: 'must have five fields, or six with seconds first, or be a name such as @daily' });

/** A name of the IANA time zone database. */
export const timeZoneSchema = z
  .string()
  .refine(isTimeZone, { error: 'must be an IANA time zone such as Europe/Berlin' });

const ONE_SECOND_MS = 1_000;
const ONE_YEAR_MS = 366 * 86_400_000;

/** The time from one tick to the next, in milliseconds: a second to a year. */
export const everyMsSchema = z.int().min(ONE_SECOND_MS).max(ONE_YEAR_MS);

const cronRuleSchema = z.strictObject({ cron: cronSchema, timeZone: timeZoneSchema });
const intervalRuleSchema = z.strictObject({ everyMs: everyMsSchema });

/**
 * When a schedule ticks: at wall times of a zone, or again and again after the same time. A moment at
 * which it should fire is a tick.
 */
export type ScheduleRule = z.infer<typeof cronRuleSchema> | z.infer<typeof intervalRuleSchema>;

/** What a rule is checked by, as far as can be told without reading the cron expression. */
export const ruleSchemaOf = (rule: object): z.ZodType<ScheduleRule> =>
  'cron' in rule ? cronRuleSchema : intervalRuleSchema;
