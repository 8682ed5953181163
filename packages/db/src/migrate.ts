import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { DatabaseError } from '@sherpa/core';
import { ErrorMappingDialect } from './error-mapping-dialect.ts';
import { ensurePartitions } from './fleet/partitions.ts';
import { migrations } from './migrations/index.ts';
import type { Tables } from './schema/index.ts';

export interface MigrateSettings {
  /** Connects as the owner of the tables, who may create roles the first time. */
  readonly url: string;
  readonly ssl?: boolean;
}

const withMigrator = async <T>(
  settings: MigrateSettings,
  work: (migrator: Migrator, db: Kysely<Tables>) => Promise<T>,
): Promise<T> => {
  const pool = new pg.Pool({
    connectionString: settings.url,
    max: 2,
    application_name: 'sherpa migrate',
    ...(settings.ssl === undefined ? {} : { ssl: settings.ssl }),
  });
  // A connection that the server ends must not end the process; the next statement will tell.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Tables>({ dialect: new ErrorMappingDialect({ pool }) });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
    return await work(migrator, db);
  } finally {
    await db.destroy();
  }
};

/**
 * Brings the schema up to date and answers with the names of what it applied. Many may call it at
 * once: an advisory lock lets one work while the others wait and then find nothing to do.
 */
export const migrate = (settings: MigrateSettings): Promise<{ applied: readonly string[] }> =>
  withMigrator(settings, async (migrator, db) => {
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error !== undefined) {
      const failed = results.find((result) => result.status === 'Error')?.migrationName;
      throw new DatabaseError('A migration failed; nothing of it was kept.', {
        retry: 'never',
        details: { migration: failed },
        cause: error,
      });
    }
    await ensurePartitions(db);
    return { applied: results.map((result) => result.migrationName) };
  });

/** The names of the migrations that this database still lacks. */
export const pendingMigrations = (settings: MigrateSettings): Promise<readonly string[]> =>
  withMigrator(settings, async (migrator) => {
    const all = await migrator.getMigrations();
    return all.filter((migration) => migration.executedAt === undefined).map((migration) => migration.name);
  });
