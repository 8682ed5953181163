import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { AppError } from '@sherpa/core';
import { createConnection, ensureTenant, makeDatabase, makeVault, migrate } from '@sherpa/db';
import { spawnManaged } from '@sherpa/devstack';
import pg from 'pg';
import { z } from 'zod';
import type { CommandDeps } from '../command.ts';

/** A gateway with one connection to Stripe that takes webhooks. */
export interface Inbox {
  readonly url: string;
  readonly secret: string;
  /** Deliveries in the database. */
  readonly count: () => Promise<number>;
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
const TENANT = 'bench';

const listening = z.object({ type: z.literal('listening'), url: z.string() });

const connectStripe = async (databaseUrl: string, key: { id: string; secret: string }, secret: string) => {
  await migrate({ url: databaseUrl });
  const db = makeDatabase({ url: databaseUrl, poolMax: 1, name: 'sherpa bench' });
  try {
    const tenant = await ensureTenant(db.engine, TENANT);
    const connection = await db.withTenant(tenant.id, (tx) =>
      createConnection(tx, makeVault([key]), {
        tenantId: tenant.id,
        name: 'main',
        credentials: { vendor: 'stripe', apiKey: 'sk_test_bench', webhookSecrets: [secret] },
        settings: {},
      }),
    );
    if (connection === undefined) throw new AppError('The connection was not made.');
    return connection.id;
  } finally {
    await db.close();
  }
};

const countIn = async (databaseUrl: string, connectionId: string, stack: AsyncDisposableStack) => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  stack.defer(() => client.end());
  const counted = 'select count(*)::int as n from webhook_deliveries where connection_id = $1';
  return async (): Promise<number> => {
    const { rows } = await client.query<{ n: number }>(counted, [connectionId]);
    return rows[0]?.n ?? 0;
  };
};

/** Starts the gateway as it runs in production and waits until it listens; the stack stops it. */
export const startInbox = async (
  { env, workspaceRoot }: Pick<CommandDeps, 'env' | 'workspaceRoot'>,
  servers: { readonly databaseUrl: string; readonly redisUrl: string },
  stack: AsyncDisposableStack,
): Promise<Inbox> => {
  const key = { id: 'bench', secret: randomBytes(32).toString('base64') };
  const secret = `whsec_${randomBytes(24).toString('hex')}`;
  const connectionId = await connectStripe(servers.databaseUrl, key, secret);
  const count = await countIn(servers.databaseUrl, connectionId, stack);
  const gateway = spawnManaged({
    name: 'gateway',
    script: path.join(workspaceRoot, 'apps/gateway/src/main.ts'),
    env: {
      ...env,
      DATABASE_URL: servers.databaseUrl,
      QUEUE_URL: servers.redisUrl,
      SHERPA_TENANT: TENANT,
      SHERPA_API_KEY: 'the-key-of-the-webhook-bench',
      SHERPA_CREDENTIAL_KEYS: `${key.id}:${key.secret}`,
      GATEWAY_PORT: '0',
      LOG_LEVEL: 'error',
    },
    parseReady: (message) => listening.safeParse(message).data,
    readyTimeoutMs: READY_WITHIN_MS,
    onLine: () => undefined,
  });
  stack.defer(async () => void (await gateway.stop(STOP_WITHIN_MS)));
  const { url } = await gateway.ready;
  return { url: new URL(`/webhooks/${connectionId}`, url).href, secret, count };
};
