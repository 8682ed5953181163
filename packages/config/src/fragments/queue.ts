import type { Environment, Mode } from '../environment.ts';
import { defineFragment, type EnvironmentProblem } from '../fragment.ts';
import { matching, urlOf } from '../variables.ts';

const url = urlOf('redis', 'rediss', 'postgres', 'postgresql');

const variables = {
  QUEUE_URL: url.optional(),
  // A Postgres schema is named after it, and a Redis hash tag holds it.
  QUEUE_NAMESPACE: matching(
    /^[a-z][a-z0-9_]{0,30}$/u,
    'be lower case letters, digits and underscores, 31 at most, a letter first',
  ).default('sherpa'),
};

const hints = {
  QUEUE_URL: {
    set: 'the Redis or Postgres that moves the work',
    example: 'redis://redis.example.com:6379',
  },
  QUEUE_NAMESPACE: { set: 'a name that sets this installation apart on a shared server', example: 'sherpa' },
};

const checkProduction = (env: Environment, mode: Mode): readonly EnvironmentProblem[] =>
  mode === 'production' && env['QUEUE_URL'] === undefined
    ? [{ variable: 'QUEUE_URL', problem: 'is not set' }]
    : [];

/** What moves the work. Unset outside production, it is the database itself. */
export const queueConfig = defineFragment({
  variables: { ...variables, DATABASE_URL: urlOf('postgres', 'postgresql').optional() },
  hints: {
    ...hints,
    DATABASE_URL: { set: 'the connection string of Postgres', example: 'postgres://localhost:5432/sherpa' },
  },
  check: (env, mode) => {
    const broken = checkProduction(env, mode);
    const nowhere = env['QUEUE_URL'] === undefined && env['DATABASE_URL'] === undefined;
    return nowhere && broken.length === 0 ? [{ variable: 'DATABASE_URL', problem: 'is not set' }] : broken;
  },
  toConfig: (values) => ({
    url: values.QUEUE_URL ?? values.DATABASE_URL ?? '',
    namespace: values.QUEUE_NAMESPACE,
  }),
});

/** The same for a process that can start its own queue: outside production the URL may be missing. */
export const optionalQueueConfig = defineFragment({
  variables,
  hints,
  check: checkProduction,
  toConfig: (values) => ({ url: values.QUEUE_URL, namespace: values.QUEUE_NAMESPACE }),
});
