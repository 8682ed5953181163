import { makeClient, type Client } from '@sherpa/api';
import type { Environment } from '@sherpa/config';
import { AppError, NotFoundError, UnauthorizedError } from '@sherpa/core';
import { findGateway, type GatewayAddress } from './find-gateway.ts';

const START = 'Start one with `npx pnpm start`, or set SHERPA_URL and SHERPA_API_KEY to one that runs.';

const explain = (err: unknown, address: GatewayAddress): unknown => {
  if (!(err instanceof AppError)) return err;
  // Only the client's own connection failure names an address; what a gateway answered does not.
  if (err.code === 'integration_unavailable' && err.details['url'] !== undefined) {
    return new NotFoundError(`No gateway answers at ${address.url}, ${address.because}. ${START}`, {
      cause: err,
    });
  }
  if (err.code === 'unauthorized') {
    return new UnauthorizedError('The gateway does not accept the API key.', {
      details: { url: address.url, advice: 'Set SHERPA_API_KEY to the key that the gateway was given.' },
      cause: err,
    });
  }
  return err;
};

/** Runs `work` with a client of the gateway; a gateway that is not there is told with where it was looked for. */
export const useGateway = async <T>(env: Environment, work: (client: Client) => Promise<T>): Promise<T> => {
  const address = await findGateway(env);
  try {
    return await work(makeClient(address));
  } catch (err) {
    throw explain(err, address);
  }
};
