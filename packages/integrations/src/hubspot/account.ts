import type { Client } from '@hubspot/api-client';
import { IntegrationError } from '@sherpa/core';
import { z } from 'zod';
import { readAnswer } from '../call/read-answer.ts';
import { VendorFailure } from '../call/vendor-failure.ts';
import type { VendorAccount } from '../vendor-account.ts';
import type { HubSpotOptions } from './hubspot.ts';
import type { AskOptions } from './objects.ts';
import { makeHubSpotSdk } from './sdk.ts';

const detailsSchema = z.object({ portalId: z.int() });
const tokenSchema = z.object({ scopes: z.array(z.string()) });

const MALFORMED_TOKEN = 530;

/** The SDK has no class for these endpoints, and its plain request does not mind an error status. */
const askJson = async (client: Client, request: Parameters<Client['apiRequest']>[0]): Promise<unknown> => {
  const response = await client.apiRequest(request);
  const { status } = response;
  if (status === MALFORMED_TOKEN) {
    throw new VendorFailure({ kind: 'answer', status, code: 'integration_unauthorized' });
  }
  if (!response.ok) {
    const retryAfter = response.headers.get('retry-after') ?? undefined;
    throw new VendorFailure({ kind: 'answer', status, retryAfter });
  }
  try {
    return await response.json();
  } catch {
    throw new VendorFailure({ kind: 'garbled', status });
  }
};

/** Only a private app's token can be asked about itself; of others HubSpot says nothing here. */
const orUntold = async (scopes: Promise<readonly string[]>): Promise<readonly string[] | null> => {
  try {
    return await scopes;
  } catch (thrown) {
    if (thrown instanceof IntegrationError && thrown.code === 'integration_rejected') return null;
    throw thrown;
  }
};

/** The portal that a token opens, and the scopes of its app. */
export const askHubSpotAccount = async (
  { accessToken, baseUrl, call }: Pick<HubSpotOptions, 'accessToken' | 'baseUrl' | 'call'>,
  { signal }: AskOptions = {},
): Promise<VendorAccount> => {
  const sdk = makeHubSpotSdk({ accessToken, baseUrl });
  const details = await call({
    operation: 'account.get',
    idempotent: true,
    signal,
    run: async (ends) => {
      const answer = await sdk.ask(ends, (client) =>
        askJson(client, { path: '/account-info/v3/details' }),
      );
      return readAnswer(() => detailsSchema.parse(answer));
    },
  });
  const scopes = await orUntold(
    call({
      operation: 'token.get',
      idempotent: true,
      signal,
      run: async (ends) => {
        const answer = await sdk.ask(ends, (client) =>
          askJson(client, {
            method: 'POST',
            path: '/oauth/v2/private-apps/get/access-token-info',
            body: { tokenKey: accessToken },
          }),
        );
        return readAnswer(() => tokenSchema.parse(answer)).scopes;
      },
    }),
  );
  return { id: String(details.portalId), name: null, scopes };
};
