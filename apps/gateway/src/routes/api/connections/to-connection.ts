import type { Connection } from '@sherpa/api';
import { ConflictError, NotFoundError } from '@sherpa/core';
import type { Connection as StoredConnection } from '@sherpa/db';

/** A connection as it goes over the wire. */
export const toConnection = ({ tenantId: _ours, ...connection }: StoredConnection): Connection => ({
  ...connection,
  settings: { ...connection.settings },
  secrets: connection.secrets.map(({ addedAt, ...secret }) => ({
    ...secret,
    addedAt: addedAt.toISOString(),
  })),
  credentialsChangedAt: connection.credentialsChangedAt.toISOString(),
  checkedAt: connection.checkedAt?.toISOString() ?? null,
  lastUsedAt: connection.lastUsedAt?.toISOString() ?? null,
  createdAt: connection.createdAt.toISOString(),
  updatedAt: connection.updatedAt.toISOString(),
});

/** The connection that was found. */
export const foundConnection = (connection: StoredConnection | undefined): StoredConnection => {
  if (connection === undefined) throw new NotFoundError('There is no such connection.');
  return connection;
};

/** Names tell the connections of a vendor apart. */
export const nameTaken = (): ConflictError =>
  new ConflictError('There is a connection of that name to this vendor.', {
    details: { problems: [{ field: 'name', problem: 'is taken; give another one' }] },
  });
