import type { Client, Connection } from '@sherpa/api';
import { vendors, type Vendor } from '@sherpa/core';
import { secretFingerprint } from '@sherpa/db';
import { confirmHandshake } from './confirm-handshake.ts';
import { keepSecrets, writeSecrets, type KeptSecrets } from './kept-secrets.ts';
import { tellSandbox } from './tell-sandbox.ts';

/** What is needed to point the sandbox's webhooks at the gateway. */
export interface PointDeps {
  readonly client: Pick<Client, 'connections'>;
  readonly home: string;
  readonly gatewayUrl: string;
  readonly sandboxUrl: string;
  readonly signal: AbortSignal;
}

const MOST_CONNECTIONS = 200;

/** The one that work goes through unless it names another: the oldest that is in use. */
const findConnection = async ({ client }: PointDeps, vendor: Vendor): Promise<Connection | undefined> => {
  const { connections } = await client.connections.list({ vendor, limit: MOST_CONNECTIONS });
  return connections.findLast(({ status }) => status === 'active');
};

const knows = ({ secrets }: Connection, secret: string): boolean => {
  const fingerprint = secretFingerprint(secret);
  return secrets.some((one) => one.fingerprint === fingerprint);
};

interface Subscription extends PointDeps {
  readonly connection: Connection;
  readonly kept: KeptSecrets;
}

const urlOf = ({ gatewayUrl, connection }: Subscription): string => `${gatewayUrl}/webhooks/${connection.id}`;

/** HubSpot and Stripe sign with what both sides are told. */
const share = async (subscription: Subscription, vendor: 'hubspot' | 'stripe'): Promise<void> => {
  const { client, connection, kept, sandboxUrl } = subscription;
  const secret = kept[vendor];
  if (!knows(connection, secret)) {
    await client.connections.change(connection.id, { addWebhookSecret: secret });
  }
  await tellSandbox(sandboxUrl, { vendor, url: urlOf(subscription), secret });
};

/** Notion hands its token over when the subscription is made; an old subscription has it. */
const subscribe = async (subscription: Subscription): Promise<void> => {
  const { client, connection, kept, sandboxUrl, home, signal } = subscription;
  const target = { vendor: 'notion', url: urlOf(subscription) } as const;
  if (kept.notion !== undefined && knows(connection, kept.notion)) {
    await tellSandbox(sandboxUrl, { ...target, secret: kept.notion });
    return;
  }
  const token = await tellSandbox(sandboxUrl, target);
  await confirmHandshake(client, { connectionId: connection.id, token, signal });
  await writeSecrets(home, { ...kept, notion: token });
};

/**
 * Has the vendors of the sandbox send their webhooks to the gateway, signed with secrets that are the
 * same at each start. A vendor to which there is no connection in use is left out.
 */
export const pointWebhooks = async (deps: PointDeps): Promise<void> => {
  const kept = await keepSecrets(deps.home);
  await Promise.all(
    vendors.map(async (vendor) => {
      const connection = await findConnection(deps, vendor);
      if (connection === undefined) return;
      const subscription = { ...deps, connection, kept };
      await (vendor === 'notion' ? subscribe(subscription) : share(subscription, vendor));
    }),
  );
};
