import { ConfigError } from '@sherpa/core';
import { describeError } from '../output/describe-error.ts';
import { red, type Check, type CheckedItem, type Finding } from './check.ts';
import { describeProblems } from './describe-problems.ts';

const ADVICE = 'Look at the log of the process in question, then run this again.';

const findingOf = (err: unknown): Finding => {
  if (err instanceof ConfigError && err.details['problems'] !== undefined) {
    return red(describeProblems(err), 'The environment comes first: item 3.');
  }
  const [first = 'failed', ...rest] = describeError(err);
  return red(first, rest.join(' ').trim() || ADVICE);
};

/** Runs the checks one after the other; one that throws is red. */
export const runChecks = async (checks: readonly Check[]): Promise<readonly CheckedItem[]> => {
  const checked: CheckedItem[] = [];
  for (const { item, title, run } of checks) {
    try {
      checked.push({ item, title, finding: await run() });
    } catch (err) {
      checked.push({ item, title, finding: findingOf(err) });
    }
  }
  return checked;
};
