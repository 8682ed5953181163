import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeRecordedLog } from '@sherpa/agent-kit/testing';
import { systemClock } from '@sherpa/core';
import { makeCall } from '@sherpa/integrations/call';
import { makeStripe, type StripeApi } from '@sherpa/integrations/stripe';

/** A Stripe that says of some objects what nobody can read. */
export interface SpoiledStripe {
  readonly client: StripeApi;
  /** Ids of subscriptions, which come without their items. */
  readonly spoiled: Set<string>;
  stop(): Promise<void>;
}

const spoil = (text: string, spoiled: ReadonlySet<string>): string =>
  JSON.stringify(
    JSON.parse(text, (_key, value: unknown) =>
      typeof value === 'object' && value !== null && 'id' in value && spoiled.has(String(value.id))
        ? { ...value, items: null }
        : value,
    ),
  );

/** Stands between a client of its own and the sandbox. */
export const startSpoiledStripe = async (sandboxUrl: string, apiKey: string): Promise<SpoiledStripe> => {
  const spoiled = new Set<string>();
  const server = createServer((request, response) => {
    const { authorization = '' } = request.headers;
    fetch(new URL(request.url ?? '/', sandboxUrl), { headers: { authorization } })
      .then(async (answer) => {
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(spoil(await answer.text(), spoiled));
      })
      .catch(() => response.destroy());
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const address: AddressInfo | string | null = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server does not listen.');
  const call = makeCall({
    vendor: 'stripe',
    log: makeRecordedLog(),
    clock: systemClock,
    onCall: () => undefined,
  });
  return {
    client: makeStripe({ apiKey, baseUrl: `http://127.0.0.1:${address.port}`, call }),
    spoiled,
    stop: async () => {
      server.closeAllConnections();
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
};
