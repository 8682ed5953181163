import type { Call } from '../call/make-call.ts';
import { makeHubSpot } from '../hubspot/index.ts';
import { makeStripe } from '../stripe/index.ts';

/** Looks like a secret of both vendors, so that it is found wherever it leaks. */
export const SECRET = 'sk_test_pat-na1-7d1f0c52';

/** The real client of a vendor, as far as both do the same. */
export interface Vendor {
  readonly name: string;
  readonly emptyPage: unknown;
  readonly list: (deps: { baseUrl: string; call: Call; signal?: AbortSignal }) => Promise<unknown>;
}

export const vendors: readonly Vendor[] = [
  {
    name: 'HubSpot',
    emptyPage: { results: [] },
    list: ({ baseUrl, call, signal }) =>
      makeHubSpot({ accessToken: SECRET, baseUrl, call }).listContacts({ limit: 10 }, { signal }),
  },
  {
    name: 'Stripe',
    emptyPage: { object: 'list', data: [], has_more: false },
    list: ({ baseUrl, call, signal }) =>
      makeStripe({ apiKey: SECRET, baseUrl, call }).listCustomers({ limit: 10 }, { signal }),
  },
];
