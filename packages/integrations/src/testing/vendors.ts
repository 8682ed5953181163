import type { Call } from '../call/make-call.ts';
import { makeHubSpot } from '../hubspot/index.ts';
import { makeStripe } from '../stripe/index.ts';

/** Looks like a secret of both vendors, so that it is found wherever it leaks. */
export const SECRET = 'sk_test_pat-na1-7d1f0c52';

type List = (signal?: AbortSignal) => Promise<unknown>;

/** The real client of a vendor, as far as both do the same. */
export interface Vendor {
  readonly name: string;
  readonly emptyPage: unknown;
  /** Makes one client and gives its listing. */
  readonly makeList: (deps: { baseUrl: string; call: Call }) => List;
}

export const vendors: readonly Vendor[] = [
  {
    name: 'HubSpot',
    emptyPage: { results: [] },
    makeList: ({ baseUrl, call }) => {
      const hubspot = makeHubSpot({ accessToken: SECRET, baseUrl, call });
      return (signal) => hubspot.listContacts({ limit: 10 }, { signal });
    },
  },
  {
    name: 'Stripe',
    emptyPage: { object: 'list', data: [], has_more: false },
    makeList: ({ baseUrl, call }) => {
      const stripe = makeStripe({ apiKey: SECRET, baseUrl, call });
      return (signal) => stripe.listCustomers({ limit: 10 }, { signal });
    },
  },
];
