import { Client } from '@hubspot/api-client';
import { z } from 'zod';
import { makeExchanges, type Exchange } from '../call/exchange.ts';
import { makeGuardedAgent } from '../call/guarded-agent.ts';
import { VendorFailure } from '../call/vendor-failure.ts';
import { toHubSpotFailure } from './failure.ts';

/** HubSpot's client, reachable only inside a call. */
export interface HubSpotSdk {
  /** Makes one request that ends with the signal; what fails is a `VendorFailure` where HubSpot failed. */
  ask<T>(signal: AbortSignal, request: (client: Client) => Promise<T>): Promise<T>;
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
  return {
    ask: async (signal, request) => {
      const exchange: Exchange = { signal, answer: undefined };
      try {
        const answer = await exchanges.run(exchange, () => request(client));
        refuseOtherThanJson(exchange);
        return answer;
      } catch (thrown) {
        throw toHubSpotFailure(thrown, exchange.answer);
      }
    },
  };
};
