import type {
  Connection,
  ConnectionChange,
  ConnectionCheck,
  KeyRotation,
  NewConnection,
} from '../connections/connection.ts';
import {
  changeConnection,
  checkConnection,
  createConnection,
  deleteConnection,
  listConnections,
  rotateCredentialKeys,
  showConnection,
} from '../connections/endpoints.ts';
import type { RequestInput, ResponseOf } from '../endpoint.ts';
import { confirmHandshake, listHandshakes } from '../webhooks/endpoints.ts';
import type { Handshake } from '../webhooks/webhook.ts';
import type { Call } from './call.ts';

/** Connections of a gateway's tenant. */
export interface ConnectionsClient {
  list(query?: RequestInput<typeof listConnections>['query']): Promise<ResponseOf<typeof listConnections>>;
  show(id: string): Promise<Connection>;
  create(connection: NewConnection): Promise<Connection>;
  change(id: string, change: ConnectionChange): Promise<Connection>;
  /** Answers with what it was. */
  delete(id: string): Promise<Connection>;
  /** Asks the vendor; a refusal is an answer, not an error. */
  check(id: string): Promise<ConnectionCheck>;
  /** Encrypts the credentials of all tenants with the current key. */
  rotateKeys(): Promise<KeyRotation>;
  /** Tokens that came unsigned and wait to be confirmed. */
  handshakes(id: string): Promise<readonly Handshake[]>;
  /** Makes such a token a secret of the connection. */
  confirmHandshake(id: string, handshakeId: string): Promise<Connection>;
}

/** The gateway gives a vendor less than that. */
const CHECK_MS = 30_000;
/** A hundred thousand connections take less. */
const ROTATION_MS = 300_000;

export const makeConnectionsClient = (call: Call): ConnectionsClient => ({
  list: (query = {}) => call(listConnections, { query }),
  show: (id) => call(showConnection, { params: { id } }),
  create: (body) => call(createConnection, { body }),
  change: (id, body) => call(changeConnection, { params: { id }, body }),
  delete: (id) => call(deleteConnection, { params: { id } }),
  check: (id) => call(checkConnection, { params: { id } }, CHECK_MS),
  rotateKeys: () => call(rotateCredentialKeys, {}, ROTATION_MS),
  handshakes: async (id) => (await call(listHandshakes, { params: { id } })).handshakes,
  confirmHandshake: (id, handshakeId) => call(confirmHandshake, { params: { id, handshakeId } }),
});
