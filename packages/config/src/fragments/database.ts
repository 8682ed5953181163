import { isLoopback, type Environment, type Mode } from '../environment.ts';
import { defineFragment, type EnvironmentProblem } from '../fragment.ts';
import { oneOf, urlOf, wholeNumber } from '../variables.ts';

// `prefer` and `allow` fall back to plain text when the server, or someone in between, says no to TLS.
const ENCRYPTED = new Set(['require', 'verify-ca', 'verify-full', 'no-verify']);

const isEncrypted = (url: URL, env: Environment): boolean =>
  env['DATABASE_SSL'] === 'on' || ENCRYPTED.has(url.searchParams.get('sslmode') ?? '');

const checkTls = (env: Environment, mode: Mode): readonly EnvironmentProblem[] => {
  if (mode !== 'production' || env['DATABASE_SSL'] === 'off') return [];
  const url = URL.parse(env['DATABASE_URL'] ?? '');
  if (url === null || isLoopback(url.searchParams.get('host') ?? url.hostname) || isEncrypted(url, env))
    return [];
  const problem =
    'would send customers over the network in plain text; add sslmode=verify-full, or state DATABASE_SSL=off';
  return [{ variable: 'DATABASE_URL', problem }];
};

const checkPresence = (env: Environment, mode: Mode): readonly EnvironmentProblem[] =>
  mode === 'production' && env['DATABASE_URL'] === undefined
    ? [{ variable: 'DATABASE_URL', problem: 'is not set' }]
    : [];

const url = urlOf('postgres', 'postgresql');

const variables = {
  DATABASE_URL: url,
  DATABASE_POOL_MAX: wholeNumber(5, 1_000).default(10),
  DATABASE_SSL: oneOf(['on', 'off']).optional(),
};

const hints = {
  DATABASE_URL: {
    set: 'the connection string of Postgres (`npx pnpm start` brings its own)',
    example: 'postgres://sherpa:password@db.example.com:5432/sherpa?sslmode=verify-full',
  },
  DATABASE_POOL_MAX: { set: 'the most connections one process may hold', example: '10' },
  DATABASE_SSL: { set: '"on" or "off" to say whether the connection is encrypted', example: 'on' },
};

const toSettings = (values: { DATABASE_POOL_MAX: number; DATABASE_SSL?: 'on' | 'off' | undefined }) => ({
  poolMax: values.DATABASE_POOL_MAX,
  ...(values.DATABASE_SSL === undefined ? {} : { ssl: values.DATABASE_SSL === 'on' }),
});

/** Where the ledger is. In production the connection must be encrypted unless it stays on the machine. */
export const databaseConfig = defineFragment({
  variables,
  hints,
  check: checkTls,
  toConfig: (values) => ({ url: values.DATABASE_URL, ...toSettings(values) }),
});

/** The same for a process that can start its own Postgres: outside production the URL may be missing. */
export const optionalDatabaseConfig = defineFragment({
  variables: { ...variables, DATABASE_URL: url.optional() },
  hints,
  check: (env, mode) => [...checkPresence(env, mode), ...checkTls(env, mode)],
  toConfig: (values) => ({ url: values.DATABASE_URL, ...toSettings(values) }),
});
