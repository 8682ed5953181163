import { toProblems } from '@sherpa/core';
import type { z } from 'zod';
import { invalid } from './errors.ts';

/** A body or query as its schema says, or HubSpot's 400. */
export const parseInput = <S extends z.ZodType>(schema: S, value: unknown): z.output<S> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = toProblems(parsed.error, 'body');
  const [first] = problems;
  throw invalid(`Invalid input JSON: ${first?.field ?? 'body'}: ${first?.problem ?? 'not valid'}`, {
    errors: problems.map(({ field, problem }) => ({ message: problem, in: field })),
  });
};
