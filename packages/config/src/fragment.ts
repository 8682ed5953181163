import { z } from 'zod';
import { modeOf, type Environment, type Mode } from './environment.ts';

/** What the reader of a message or of the documentation is told about a variable. */
export interface Hint {
  /** Ends the sentence "Set it to …". */
  readonly set: string;
  readonly example: string;
}

/** One thing wrong with one variable. `problem` ends the sentence "NAME …" and never holds the value. */
export interface EnvironmentProblem {
  readonly variable: string;
  readonly problem: string;
}

export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly EnvironmentProblem[] };

/** A part of the configuration: the variables it owns and how they become a nested value. */
export interface Fragment<T> {
  readonly hints: Readonly<Record<string, Hint>>;
  /** Reads a cleaned environment; all problems at once. */
  read(env: Environment): Reading<T>;
}

interface FragmentDefinition<S extends z.ZodRawShape, T> {
  /** One schema a variable; `undefined` reaches it when the variable is unset. */
  readonly variables: S;
  readonly hints: { readonly [K in keyof S & string]: Hint };
  /** Rules over several variables, or of a mode. Gets the raw text, since a schema may have refused it. */
  readonly check?: (env: Environment, mode: Mode) => readonly EnvironmentProblem[];
  readonly toConfig: (values: z.output<z.ZodObject<S>>, mode: Mode) => T;
}

const toProblem = (issue: z.core.$ZodIssue, env: Environment): EnvironmentProblem => {
  const variable = String(issue.path[0]);
  return { variable, problem: env[variable] === undefined ? 'is not set' : issue.message };
};

/** Declares a part of the configuration. An unknown NODE_ENV is read by production's rules. */
export const defineFragment = <S extends z.ZodRawShape, T>(
  definition: FragmentDefinition<S, T>,
): Fragment<T> => {
  const schema = z.object(definition.variables);
  return {
    hints: definition.hints,
    read: (env) => {
      const mode = modeOf(env) ?? 'production';
      const broken = definition.check?.(env, mode) ?? [];
      const parsed = schema.safeParse(env);
      if (parsed.success && broken.length === 0) {
        return { ok: true, value: definition.toConfig(parsed.data, mode) };
      }
      const issues = parsed.error?.issues.map((issue) => toProblem(issue, env)) ?? [];
      return { ok: false, problems: [...issues, ...broken] };
    },
  };
};
