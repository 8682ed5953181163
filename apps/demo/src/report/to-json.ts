import { isOk, type Outcome } from './outcome.ts';

const countBy = <T>(items: readonly T[], nameOf: (item: T) => string): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(items, nameOf)].map(([name, some]) => [name, some.length]));

/** The comparison with the world's truth in one line. */
export const toJsonLine = (outcome: Outcome): string => {
  const { year, checks, cases, effects, mischief, tasks, seconds } = outcome;
  return JSON.stringify({
    ok: isOk(outcome),
    from: year.startedAt,
    until: year.endedAt,
    days: year.days.length,
    months: year.months.map(({ month, revenue }) => ({
      month,
      ours: revenue.ours,
      theirs: revenue.theirs,
      differences: revenue.differences.length,
    })),
    checks: checks.map(({ name, ok, says, problems }) => ({
      name,
      ok,
      says,
      problems: problems.slice(0, 10),
    })),
    cases: countBy(cases, ({ workflow, status }) => `${workflow} ${status}`),
    effects: countBy(
      effects.filter(({ creates }) => creates > 0),
      ({ vendor, object }) => `${vendor} ${object}`,
    ),
    duplicates: effects.filter(({ creates }) => creates > 1).length,
    approved: year.approved,
    mischief: Object.fromEntries(mischief),
    tasks,
    seconds: Math.round(seconds),
  });
};
