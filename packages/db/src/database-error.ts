import pg from 'pg';
import { DatabaseError } from '@sherpa/core';

/**
 * SQLSTATE classes of a server that cannot be reached or does not take us now: connection exceptions,
 * insufficient resources, operator intervention (PostgreSQL manual, appendix A).
 */
const AWAY = ['08', '53', '57'];

const nodeCodeOf = (thrown: unknown): string | undefined =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;

/**
 * What the driver threw as a `DatabaseError`. Details name the object concerned; the server's own
 * text and detail stay in `cause`, since they can quote a row's values.
 */
export const toDatabaseError = (thrown: unknown): DatabaseError => {
  if (thrown instanceof DatabaseError) return thrown;
  if (!(thrown instanceof pg.DatabaseError)) {
    return new DatabaseError('The database cannot be reached.', {
      code: 'database_unavailable',
      status: 503,
      details: { reason: nodeCodeOf(thrown) ?? 'connection lost' },
      cause: thrown,
    });
  }
  const { code = '', table, column, constraint } = thrown;
  const details = { sqlState: code, table, column, constraint };
  return AWAY.includes(code.slice(0, 2))
    ? new DatabaseError('The database cannot take work now.', {
        code: 'database_unavailable',
        status: 503,
        details,
        cause: thrown,
      })
    : new DatabaseError('The database refused a statement.', { details, cause: thrown });
};
