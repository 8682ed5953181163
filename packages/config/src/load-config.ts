import { ConfigError } from '@sherpa/core';
import { deepFreeze, type DeepReadonly } from './deep-freeze.ts';
import { cleanEnvironment, type Environment } from './environment.ts';
import type { EnvironmentProblem, Fragment, Hint, Reading } from './fragment.ts';
import { runtimeConfig } from './fragments/runtime.ts';

type Fragments = Readonly<Record<string, Fragment<unknown>>>;

type ValueOf<F> = F extends Fragment<infer T> ? T : never;

/** What `loadConfig` makes of some fragments: their values under the same names, frozen all through. */
export type Config<F extends Fragments> = { readonly [K in keyof F]: DeepReadonly<ValueOf<F[K]>> };

const toLine = ({ variable, problem }: EnvironmentProblem, hint: Hint | undefined): string =>
  hint === undefined
    ? `  ${variable} ${problem}.`
    : `  ${variable} ${problem}. Set it to ${hint.set}, for example ${hint.example}`;

const toError = (
  problems: readonly EnvironmentProblem[],
  fragments: readonly Fragment<unknown>[],
): ConfigError => {
  const hints = new Map(fragments.flatMap((fragment) => Object.entries(fragment.hints)));
  const lines = new Map(problems.map((problem) => [toLine(problem, hints.get(problem.variable)), problem]));
  const count =
    lines.size === 1 ? 'One environment variable needs' : `${lines.size} environment variables need`;
  return new ConfigError(`${count} attention:\n${[...lines.keys()].join('\n')}`, {
    details: {
      problems: [...lines.values()].map(({ variable, problem }) => ({ field: variable, problem })),
    },
  });
};

const isConfigOf = <F extends Fragments>(value: Record<string, unknown>, fragments: F): value is Config<F> =>
  Object.keys(fragments).every((name) => name in value);

/**
 * Reads the environment through every fragment and returns their values, nested under the fragments'
 * names and frozen. Throws one `ConfigError` that tells every problem of all of them, a line each:
 * the variable, what is wrong, what to set, an example. No value of the environment is repeated in it.
 */
export const loadConfig = <F extends Fragments>(fragments: F, env: Environment): Config<F> => {
  const clean = cleanEnvironment(env);
  const readings = new Map<string, Reading<unknown>>(
    Object.entries(fragments).map(([name, fragment]) => [name, fragment.read(clean)]),
  );
  const all = [runtimeConfig.read(clean), ...readings.values()];
  const problems = all.flatMap((reading) => (reading.ok ? [] : reading.problems));
  if (problems.length > 0) throw toError(problems, [runtimeConfig, ...Object.values(fragments)]);
  const values = Object.fromEntries(
    [...readings].flatMap(([name, reading]) => (reading.ok ? [[name, deepFreeze(reading.value)]] : [])),
  );
  if (!isConfigOf(values, fragments)) throw new ConfigError('The configuration is incomplete.');
  return Object.freeze(values);
};
