import type { Call } from '../call/make-call.ts';
import { makeHubSpot } from '../hubspot/index.ts';
import { makeNotion } from '../notion/index.ts';
import { makeStripe } from '../stripe/index.ts';

/** Looks like a secret of the vendors, so that it is found wherever it leaks. */
export const SECRET = 'sk_test_pat-na1-7d1f0c52';

type List = (signal?: AbortSignal) => Promise<unknown>;

/** The real client of a vendor, as far as all do the same. */
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
  {
    name: 'Notion',
    emptyPage: { object: 'list', results: [], next_cursor: null, has_more: false },
    makeList: ({ baseUrl, call }) => {
      const notion = makeNotion({ accessToken: SECRET, baseUrl, call });
      return (signal) => notion.listUsers({ limit: 10 }, { signal });
    },
  },
];
