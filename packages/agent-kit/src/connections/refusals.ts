import { markUnauthorized, type Connection, type Database } from '@sherpa/db';
import type { Logger } from '@sherpa/telemetry';

/** Notes that a vendor did not take the credentials of a connection. */
export type Refuse = (connection: Connection) => void;

export interface RefusalsDeps {
  readonly db: Pick<Database, 'withTenant'>;
  readonly log: Pick<Logger, 'error'>;
  readonly agent: string;
  /** Told when the connection may be of another status than before. */
  readonly onMarked: () => void;
}

const REASON = 'The vendor refused the credentials.';

/**
 * Makes the note-taking: many calls may be refused at once, one mark is enough. Where the database cannot
 * take it, the next call that is refused tries again.
 */
export const makeRefusals = ({ db, log, agent, onMarked }: RefusalsDeps): Refuse => {
  const underWay = new Set<string>();
  const mark = async ({ id, tenantId, vendor, credentialsChangedAt }: Connection): Promise<void> => {
    const refused = { connectionId: id, credentialsChangedAt, reason: REASON, agent };
    const isNew = await db.withTenant(tenantId, (tx) => markUnauthorized(tx, refused));
    onMarked();
    if (isNew) log.error('A vendor refused the credentials of a connection.', { connectionId: id, vendor });
  };
  return (connection) => {
    const key = `${connection.id} ${connection.credentialsChangedAt.getTime()}`;
    if (underWay.has(key)) return;
    underWay.add(key);
    mark(connection)
      .catch((error: unknown) => {
        log.error('A refused connection could not be marked.', { connectionId: connection.id, error });
      })
      .finally(() => underWay.delete(key));
  };
};
