import { Client } from '@notionhq/client';
import { makeExchanges, type Exchange } from '../call/exchange.ts';
import { makeGuardedFetch } from '../call/guarded-fetch.ts';
import { toNotionFailure } from './failure.ts';

/** Notion's client, reachable only inside a call. */
export interface NotionSdk {
  /** Makes one request that ends with the signal; what fails is a `VendorFailure` where Notion failed. */
  ask<T>(signal: AbortSignal, request: (client: Client) => Promise<T>): Promise<T>;
}

/** The version whose words we speak; answers are read in the older one's words, too. */
const VERSION = '2026-03-11';

/** A call ends earlier; this only ends what a call could not. */
const LAST_TIMEOUT_MS = 120_000;

/**
 * Makes the client: no retries of its own, since those are not seen and do not cover a query, and no
 * log of its own, since that repeats what Notion says.
 */
export const makeNotionSdk = ({
  accessToken,
  baseUrl,
}: {
  accessToken: string;
  baseUrl: string;
}): NotionSdk => {
  const exchanges = makeExchanges();
  const client = new Client({
    auth: accessToken,
    baseUrl: baseUrl.replace(/\/+$/u, ''),
    notionVersion: VERSION,
    fetch: makeGuardedFetch(() => exchanges.current()),
    timeoutMs: LAST_TIMEOUT_MS,
    retry: false,
    logger: () => undefined,
  });
  return {
    ask: async (signal, request) => {
      const exchange: Exchange = { signal, answer: undefined };
      try {
        return await exchanges.run(exchange, () => request(client));
      } catch (thrown) {
        throw toNotionFailure(thrown, exchange.answer);
      }
    },
  };
};
