import { routes } from '@sherpa/api';
import { IntegrationError, type Credentials } from '@sherpa/core';
import {
  getConnection,
  isMended,
  markUnauthorized,
  noteCheck,
  openCredentials,
  wakeWaiting,
  type Connection,
} from '@sherpa/db';
import { dispatchWoken } from '../../../../../connections/dispatch-woken.ts';
import { defineHandler } from '../../../../../http/handler.ts';
import type { RouteDeps } from '../../../../deps.ts';
import { foundConnection, toConnection } from '../../to-connection.ts';

type CheckDeps = Pick<RouteDeps, 'db' | 'vault' | 'askVendor' | 'dispatch' | 'log'>;

/** Who marks a connection that a check finds refused; there is no agent in it. */
const GATEWAY = 'gateway';

/** Without the scope for this question the credentials may be as good as before. */
const FORBIDDEN = 403;

const ask = async ({ askVendor }: CheckDeps, credentials: Credentials, signal: AbortSignal) => {
  try {
    return { account: await askVendor(credentials, signal), failure: undefined };
  } catch (err) {
    if (err instanceof IntegrationError) return { account: undefined, failure: err };
    throw err;
  }
};

const isRefused = (failure: IntegrationError): boolean =>
  failure.code === 'integration_unauthorized' && failure.details['status'] !== FORBIDDEN;

const read = ({ db, vault }: CheckDeps, tenantId: string, id: string) =>
  db.withTenant(tenantId, async (tx) => {
    const connection = foundConnection(await getConnection(tx, id));
    return { connection, credentials: await openCredentials(vault, tx, id) };
  });

/** The connection after what the vendor said has been noted, and whom that has woken. */
const note = (
  { db }: CheckDeps,
  before: Connection,
  { account, failure }: Awaited<ReturnType<typeof ask>>,
) => {
  const { id: connectionId, tenantId, credentialsChangedAt } = before;
  return db.withTenant(tenantId, async (tx) => {
    if (account !== undefined)
      await noteCheck(tx, { connectionId, credentialsChangedAt, account: account.id });
    else if (isRefused(failure)) {
      const reason = 'The vendor refused the credentials in a check.';
      await markUnauthorized(tx, { connectionId, credentialsChangedAt, reason, agent: GATEWAY });
    }
    const after = foundConnection(await getConnection(tx, connectionId));
    return { after, woken: isMended(before, after) ? await wakeWaiting(tx, after) : undefined };
  });
};

export const postConnectionCheck = (deps: CheckDeps) =>
  defineHandler(routes.checkConnection, async ({ params }, caller) => {
    const { connection, credentials } = await read(deps, await caller.tenantId(), params.id);
    const startedMs = performance.now();
    const said = await ask(deps, credentials, caller.signal);
    const latencyMs = Math.round(performance.now() - startedMs);
    const { account, failure } = said;
    const { after, woken } = await note(deps, connection, said);
    await dispatchWoken(deps, woken);
    return {
      ok: failure === undefined,
      connection: toConnection(after),
      account: account ?? null,
      latencyMs,
      error: failure === undefined ? null : { code: failure.code, message: failure.message },
    };
  });
