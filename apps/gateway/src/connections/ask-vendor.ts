import { IntegrationError, systemClock, type Credentials, type Vendor } from '@sherpa/core';
import type { Call } from '@sherpa/integrations/call';
import type { VendorAccount } from '@sherpa/integrations/hubspot';
import type { Logger } from '@sherpa/telemetry';

/** Asks the vendor whose account the credentials open. Rejects with an `AppError` that is safe to tell. */
export type AskVendor = (credentials: Credentials, signal: AbortSignal) => Promise<VendorAccount>;

export interface AskVendorDeps {
  readonly log: Pick<Logger, 'debug' | 'info' | 'warn'>;
  /** Where each vendor answers. */
  readonly addresses: Readonly<Record<Vendor, string>>;
}

const WITHIN_MS = 20_000;

/** Makes the asking. The vendors' libraries are large, and most gateways never ask: they are loaded when one does. */
export const makeAskVendor = ({ log, addresses }: AskVendorDeps): AskVendor => {
  const callTo = async (vendor: Vendor): Promise<Call> => {
    const { makeCall } = await import('@sherpa/integrations/call');
    return makeCall({ vendor, log, clock: systemClock, onCall: () => undefined });
  };
  const ask = async (credentials: Credentials, signal: AbortSignal): Promise<VendorAccount> => {
    const call = await callTo(credentials.vendor);
    switch (credentials.vendor) {
      case 'hubspot': {
        const { askHubSpotAccount } = await import('@sherpa/integrations/hubspot');
        const { accessToken } = credentials;
        return askHubSpotAccount({ accessToken, baseUrl: addresses.hubspot, call }, { signal });
      }
      case 'stripe': {
        const { askStripeAccount } = await import('@sherpa/integrations/stripe');
        const { apiKey } = credentials;
        return askStripeAccount({ apiKey, baseUrl: addresses.stripe, call }, { signal });
      }
      case 'notion': {
        const { askNotionAccount } = await import('@sherpa/integrations/notion');
        const { accessToken } = credentials;
        return askNotionAccount({ accessToken, baseUrl: addresses.notion, call }, { signal });
      }
    }
  };
  return async (credentials, signal) => {
    const late = AbortSignal.timeout(WITHIN_MS);
    try {
      return await ask(credentials, AbortSignal.any([signal, late]));
    } catch (cause) {
      if (!late.aborted || signal.aborted) throw cause;
      throw new IntegrationError('The vendor did not answer in time.', {
        code: 'integration_timeout',
        cause,
      });
    }
  };
};
