import { ValidationError, type ScheduleRule } from '@sherpa/core';
import { makeTimetable, upcoming } from '@sherpa/schedule';
import { InvalidArgumentError } from 'commander';
import { problemsSchema } from '../input/problems-schema.ts';

const policy = { jitterMs: 0, missed: 'last', overlap: 'skip' } as const;

const problemOf = (error: ValidationError): string => {
  const [first] = problemsSchema.safeParse(error.details['problems']).data ?? [];
  return first?.problem ?? error.message;
};

/** The next runs of a rule that no schedule has yet; an interval would begin now. */
export const previewRule = (rule: ScheduleRule, now: Date, count: number): readonly string[] => {
  try {
    const timetable = makeTimetable({ id: '', terms: { rule, policy }, anchor: now });
    const first = timetable.firingAfter(new Date(now.getTime() - 1));
    return first === undefined
      ? []
      : upcoming(timetable, first, count).map(({ runAt }) => runAt.toISOString());
  } catch (err) {
    if (err instanceof ValidationError) throw new InvalidArgumentError(`The cron ${problemOf(err)}.`);
    throw err;
  }
};
