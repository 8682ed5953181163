import { Client } from '@hubspot/api-client';
import { z } from 'zod';
import { makeExchanges, type Exchange } from '../call/exchange.ts';
import { makeGuardedAgent } from '../call/guarded-agent.ts';
import { makeGuardedFetch } from '../call/guarded-fetch.ts';
import { VendorFailure } from '../call/vendor-failure.ts';
import { toHubSpotFailure } from './failure.ts';

/** HubSpot's client, reachable only inside a call. */
export interface HubSpotSdk {
  /** Makes one request that ends with the signal; what fails is a `VendorFailure` where HubSpot failed. */
  ask<T>(signal: AbortSignal, request: (client: Client) => Promise<T>): Promise<T>;
  /**
   * Gets the JSON of a path that the client has no function for. Its own `apiRequest` neither throws on an
   * error status nor can be ended.
   */
  get(signal: AbortSignal, path: string): Promise<unknown>;
}

const responseSchema = z.object({
  httpStatusCode: z.number(),
  headers: z.record(z.string(), z.string().optional()),
});

/** The SDK turns a body that is not JSON into an empty object and calls it a success. */
const refuseOtherThanJson = ({ answer }: Exchange): void => {
  if (answer === undefined || answer.status === 204) return;
  if (answer.headers['content-type']?.includes('json') === true) return;
  throw new VendorFailure({ kind: 'garbled', status: answer.status });
};

/**
 * Makes the client. It gets neither `limiterOptions` nor `numberOfApiCallRetries`: the SDK keeps those
 * in one place for the whole process, where the last client made wins.
 */
export const makeHubSpotSdk = ({
  accessToken,
  baseUrl,
}: {
  accessToken: string;
  baseUrl: string;
}): HubSpotSdk => {
  const exchanges = makeExchanges();
  const { protocol } = new URL(baseUrl);
  const client = new Client({
    accessToken,
    basePath: baseUrl.replace(/\/+$/u, ''),
    httpAgent: makeGuardedAgent(protocol, () => exchanges.current().signal),
    middleware: [
      {
        pre: (request) => request,
        post: (response) => {
          const { httpStatusCode: status, headers } = responseSchema.parse(response);
          exchanges.current().answer = { status, headers };
          return response;
        },
      },
    ],
  });
  const guardedFetch = makeGuardedFetch(exchanges.current);
  const ask = async <T>(signal: AbortSignal, request: () => Promise<T>): Promise<T> => {
    const exchange: Exchange = { signal, answer: undefined };
    try {
      const answer = await exchanges.run(exchange, request);
      refuseOtherThanJson(exchange);
      return answer;
    } catch (thrown) {
      throw toHubSpotFailure(thrown, exchange.answer);
    }
  };
  return {
    ask: (signal, request) => ask(signal, () => request(client)),
    get: (signal, path) =>
      ask(signal, async () => {
        const response = await guardedFetch(new URL(path, baseUrl), {
          headers: { authorization: `Bearer ${accessToken}` },
        });
        const body: unknown = await response.json();
        if (!response.ok) throw Object.assign(new Error('HubSpot refused.'), { body });
        return body;
      }),
  };
};
