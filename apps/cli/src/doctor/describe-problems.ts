import type { ConfigError } from '@sherpa/core';
import { problemsSchema } from '../input/problems-schema.ts';

/** What is wrong with the environment, in one line. */
export const describeProblems = (error: ConfigError): string => {
  const problems = problemsSchema.parse(error.details['problems']);
  return problems.length === 0
    ? error.message
    : problems.map(({ field, problem }) => `${field} ${problem}`).join('; ');
};
