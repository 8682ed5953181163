import {
  assertSchemaCompatibility,
  LATEST_SCHEMA_VERSION,
  runMigrations,
  SchemaMigrationRequiredError,
  type PostgresConnection,
} from 'bullmq';

/** The version a schema is at; 0 if there is none. */
const currentVersion = async (connection: PostgresConnection): Promise<number> => {
  try {
    return await assertSchemaCompatibility(connection.pool, connection.schema);
  } catch (err) {
    if (err instanceof SchemaMigrationRequiredError) return 0;
    throw err;
  }
};

/**
 * Brings BullMQ's schema to the version this BullMQ needs. Whoever comes first does it under an
 * advisory lock, the others wait for that; where nothing is to be done it costs one read.
 */
export const migrateSchema = async (connection: PostgresConnection): Promise<void> => {
  if ((await currentVersion(connection)) >= LATEST_SCHEMA_VERSION) return;
  const client = await connection.pool.connect();
  try {
    await runMigrations(client, connection.schema);
  } finally {
    client.release();
  }
};
