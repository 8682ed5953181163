import type { Environment } from '@sherpa/config';
import { ConfigError } from '@sherpa/core';
import { readHome, readMigrateConfig } from '../config.ts';
import { findRunningFleet } from '../state/fleet-state.ts';

/** A database to work on. */
export interface DatabaseAddress {
  readonly url: string;
  readonly poolMax: number;
  readonly ssl?: boolean;
}

/** The database that DATABASE_URL names, else the running fleet's own. */
export const findDatabase = async (env: Environment): Promise<DatabaseAddress> => {
  const { database } = readMigrateConfig(env);
  if (database.url !== undefined) return { ...database, url: database.url };
  const fleet = await findRunningFleet(readHome(env));
  if (fleet !== undefined) return { ...database, url: fleet.databaseUrl };
  throw new ConfigError('There is no database: DATABASE_URL is not set and no fleet was started here.', {
    details: {
      advice: 'Set DATABASE_URL, or let `npx pnpm start` bring a database of its own (it migrates it, too).',
    },
  });
};
