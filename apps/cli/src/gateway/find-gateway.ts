import type { Environment } from '@sherpa/config';
import { readAddress, readHome } from '../config.ts';
import { findRunningFleet } from '../state/fleet-state.ts';

/** A gateway to talk to, and how it was found. */
export interface GatewayAddress {
  readonly url: string;
  readonly apiKey: string;
  /** Ends the sentence "Tried URL, …". */
  readonly because: string;
}

/** The gateway that SHERPA_URL names; else the running fleet's; else the one of this machine's usual port. */
export const findGateway = async (env: Environment): Promise<GatewayAddress> => {
  const { address, fallback } = readAddress(env);
  if (address.url !== undefined) {
    return { url: address.url, apiKey: fallback.apiKey, because: 'which SHERPA_URL names' };
  }
  const fleet = await findRunningFleet(readHome(env));
  if (fleet !== undefined) {
    return {
      url: fleet.gatewayUrl,
      apiKey: address.apiKey ?? fleet.apiKey,
      because: `the fleet that process ${fleet.pid} started`,
    };
  }
  return {
    url: fallback.url,
    apiKey: fallback.apiKey,
    because: 'the usual address, since SHERPA_URL is not set and no fleet was started here',
  };
};
