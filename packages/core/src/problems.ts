import type { z } from 'zod';
import { wordsOf } from './problem-words.ts';

/** One thing wrong with an input: where, and what was expected. Never holds the value itself. */
export interface Problem {
  readonly field: string;
  readonly problem: string;
}

/** A Zod error as problems; `root` names the input itself where the path is empty. */
export const toProblems = (error: z.ZodError, root = 'input'): readonly Problem[] =>
  error.issues.map((issue) => ({
    field: issue.path.length === 0 ? root : issue.path.map(String).join('.'),
    problem: wordsOf(issue),
  }));
