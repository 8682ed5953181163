import {
  areOf,
  callPriorities,
  DatabaseError,
  type CallPriority,
  type CredentialsOf,
  type Json,
  type Vendor,
} from '@sherpa/core';
import {
  findConnection,
  noteUse,
  openCredentials,
  type Connection,
  type Database,
  type Vault,
} from '@sherpa/db';
import type { Logger } from '@sherpa/telemetry';
import { makeRefusals, type Refuse } from './refusals.ts';
import { missing, unusable } from './unusable.ts';

/** A client and the connection it works through. */
export interface Connected<T> {
  readonly connectionId: string;
  readonly client: T;
}

/** The clients of one vendor, each for a connection of the tenant that asks. */
export interface Clients<T> {
  /**
   * The client of that connection, or of the tenant's default one (the oldest that is active). Where it
   * cannot be used, rejects with an error that has the task wait, uncounted, and says what to do. Calls are
   * `normal` unless said otherwise: `background` for what may take its time, such as a first sync.
   */
  of(tenantId: string, connectionId?: string, priority?: CallPriority): Promise<Connected<T>>;
}

/** What a client is made with beside its credentials. */
export interface ClientParts {
  readonly connectionId: string;
  readonly tenantId: string;
  readonly settings: Json;
  /** Another text whenever the credentials are others. */
  readonly credentialsMark: string;
  readonly priority: CallPriority;
  /** Told when the vendor does not take these credentials. */
  readonly onRefused: () => void;
}

export interface ClientsDeps<V extends Vendor, T> {
  readonly db: Pick<Database, 'withTenant'>;
  readonly vault: Vault;
  readonly log: Pick<Logger, 'error'>;
  /** Who asks, for events. */
  readonly agent: string;
  readonly vendor: V;
  readonly makeClient: (credentials: CredentialsOf<V>, parts: ClientParts) => T;
  readonly nowMs?: () => number;
}

/** A change of a connection is seen by every process within this time. */
const FRESH_MS = 2_000;

interface Kept<T> {
  /** What it was made of. */
  readonly mark: string;
  readonly client: T;
}

interface Looked<T> {
  readonly atMs: number;
  readonly answer: Promise<Connected<T>>;
}

/** As many tenants as one process remembers the answers of; it asks the database again for others. */
const MOST_ANSWERS = 10_000;

/** A client keeps its connections open; the one that was made first goes, and is made again when needed. */
const MOST_CLIENTS = 500;

/** Another text when a client has to be made anew: other credentials, or other settings, as limits are. */
const markOf = ({ credentialsChangedAt, settings }: Connection): string =>
  `${credentialsChangedAt.toISOString()} ${JSON.stringify(settings)}`;

const nameOf = (connectionId: string, priority: CallPriority): string => `${connectionId} ${priority}`;

/** Makes clients when they are asked for, one for each connection as it is now, and priority. */
export const makeClients = <V extends Vendor, T>(deps: ClientsDeps<V, T>): Clients<T> => {
  const { db, vault, vendor, makeClient, nowMs = () => performance.now() } = deps;
  const clients = new Map<string, Kept<T>>();
  const answers = new Map<string, Looked<T>>();
  const refuse: Refuse = makeRefusals({ ...deps, onMarked: () => answers.clear() });

  const make = (connection: Connection, credentials: CredentialsOf<V>, priority: CallPriority): T => {
    const [oldest] = clients.size < MOST_CLIENTS ? [] : clients.keys();
    if (oldest !== undefined) clients.delete(oldest);
    const client = makeClient(credentials, {
      connectionId: connection.id,
      tenantId: connection.tenantId,
      settings: connection.settings,
      credentialsMark: connection.credentialsChangedAt.toISOString(),
      priority,
      onRefused: () => refuse(connection),
    });
    clients.set(nameOf(connection.id, priority), { mark: markOf(connection), client });
    return client;
  };

  const look = (
    tenantId: string,
    connectionId: string | undefined,
    priority: CallPriority,
  ): Promise<Connected<T>> =>
    db.withTenant(tenantId, async (tx) => {
      const connection = await findConnection(tx, { tenantId, vendor, connectionId });
      if (connection === undefined) throw missing(vendor, connectionId);
      const fault = unusable(connection);
      if (fault !== undefined) {
        for (const each of callPriorities) clients.delete(nameOf(connection.id, each));
        throw fault;
      }
      await noteUse(tx, connection.id);
      const kept = clients.get(nameOf(connection.id, priority));
      if (kept?.mark === markOf(connection)) {
        return { connectionId: connection.id, client: kept.client };
      }
      const credentials = await openCredentials(vault, tx, connection.id);
      if (!areOf(credentials, vendor)) throw new DatabaseError('The credentials are of another vendor.');
      return { connectionId: connection.id, client: make(connection, credentials, priority) };
    });

  return {
    of: (tenantId, connectionId, priority = 'normal') => {
      const key = `${tenantId} ${nameOf(connectionId ?? '', priority)}`;
      const known = answers.get(key);
      if (known !== undefined && nowMs() - known.atMs < FRESH_MS) return known.answer;
      if (answers.size >= MOST_ANSWERS) answers.clear();
      const answer = look(tenantId, connectionId, priority);
      const looked = { atMs: nowMs(), answer };
      answers.set(key, looked);
      // A failure is not kept: a database that was away is asked again at once.
      answer.catch(() => {
        if (answers.get(key) === looked) answers.delete(key);
      });
      return answer;
    },
  };
};
