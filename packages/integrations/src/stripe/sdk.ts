import { ConfigError } from '@sherpa/core';
import { Stripe } from 'stripe';
import { makeExchanges, type Exchange } from '../call/exchange.ts';
import { makeGuardedFetch } from '../call/guarded-fetch.ts';
import { toStripeFailure } from './failure.ts';
import { makeKeyedFetch } from './keyed-fetch.ts';

/** Stripe's client, reachable only inside a call. */
export interface StripeSdk {
  /** Makes one request that ends with the signal; what fails is a `VendorFailure` where Stripe failed. */
  ask<T>(signal: AbortSignal, request: (client: Stripe) => Promise<T>): Promise<T>;
}

/** A call ends earlier; this only ends what a call could not. */
const LAST_TIMEOUT_MS = 120_000;

const toAddress = (baseUrl: string) => {
  const url = new URL(baseUrl);
  if (url.pathname !== '/') throw new ConfigError('The base URL of Stripe cannot have a path.');
  const protocol = url.protocol === 'http:' ? 'http' : 'https';
  return { protocol, host: url.hostname, port: url.port === '' ? defaultPort(protocol) : url.port } as const;
};

const defaultPort = (protocol: 'http' | 'https'): string => (protocol === 'http' ? '80' : '443');

/** Makes the client: no retries of its own, since those are not seen and do not cover 429. */
export const makeStripeSdk = ({ apiKey, baseUrl }: { apiKey: string; baseUrl: string }): StripeSdk => {
  const exchanges = makeExchanges();
  const client = new Stripe(apiKey, {
    ...toAddress(baseUrl),
    httpClient: Stripe.createFetchHttpClient(makeKeyedFetch(makeGuardedFetch(() => exchanges.current()))),
    maxNetworkRetries: 0,
    timeout: LAST_TIMEOUT_MS,
    telemetry: false,
    appInfo: { name: 'Sherpa' },
  });
  return {
    ask: async (signal, request) => {
      const exchange: Exchange = { signal, answer: undefined };
      try {
        return await exchanges.run(exchange, () => request(client));
      } catch (thrown) {
        throw toStripeFailure(thrown, exchange.answer);
      }
    },
  };
};
