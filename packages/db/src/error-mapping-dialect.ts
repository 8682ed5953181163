import { PostgresDialect, type DatabaseConnection, type Driver, type PostgresDialectConfig } from 'kysely';
import { toDatabaseError } from './database-error.ts';

const mapped = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (err) {
    throw toDatabaseError(err);
  }
};

/** Kysely's Postgres driver, except that whatever it throws leaves as a `DatabaseError`. */
const mapErrors = (driver: Driver): Driver => {
  const innerOf = new WeakMap<DatabaseConnection, DatabaseConnection>();
  const inner = (connection: DatabaseConnection): DatabaseConnection => innerOf.get(connection) ?? connection;
  return {
    init: (options) => mapped(driver.init(options)),
    acquireConnection: async (options) => {
      const real = await mapped(driver.acquireConnection(options));
      const connection: DatabaseConnection = {
        executeQuery: (query, queryOptions) => mapped(real.executeQuery(query, queryOptions)),
        streamQuery: (query, chunkSize, queryOptions) => real.streamQuery(query, chunkSize, queryOptions),
      };
      innerOf.set(connection, real);
      return connection;
    },
    beginTransaction: (connection, settings) => mapped(driver.beginTransaction(inner(connection), settings)),
    commitTransaction: (connection) => mapped(driver.commitTransaction(inner(connection))),
    rollbackTransaction: (connection) => mapped(driver.rollbackTransaction(inner(connection))),
    releaseConnection: (connection, options) => driver.releaseConnection(inner(connection), options),
    destroy: (options) => driver.destroy(options),
  };
};

interface DialectConfig extends PostgresDialectConfig {
  /**
   * True where the first statement of each transaction begins it as well (`begin; …`), which saves the way to the
   * server and back.
   */
  readonly beginsWithFirst?: boolean;
}

/** The Postgres dialect whose errors were converted once, here, at the edge. */
export class ErrorMappingDialect extends PostgresDialect {
  readonly #beginsWithFirst: boolean;

  constructor({ beginsWithFirst = false, ...config }: DialectConfig) {
    super(config);
    this.#beginsWithFirst = beginsWithFirst;
  }

  override createDriver(): Driver {
    const driver = mapErrors(super.createDriver());
    return this.#beginsWithFirst ? { ...driver, beginTransaction: () => Promise.resolve() } : driver;
  }
}
