import type { Call } from '@sherpa/integrations/call';
import { makeHubSpot } from '@sherpa/integrations/hubspot';
import { makeStripe } from '@sherpa/integrations/stripe';
import type { PlanName } from './plan.ts';
import { CREDENTIALS } from './credentials.ts';

/** One request; it is not made any more, or not waited for, when the signal aborts. */
export type Ask = (signal: AbortSignal) => Promise<unknown>;

/** One caller for each kind of request, by the real clients; they ask for one row, since the vendor is not measured. */
export const makeRequests = (plan: PlanName, baseUrl: string, call: Call): readonly Ask[] => {
  if (plan === 'stripe') {
    const stripe = makeStripe({ apiKey: CREDENTIALS.stripeKey, baseUrl, call });
    // Three endpoints, of which each is limited as well: together they could do more than the account.
    return [
      (signal) => stripe.listCustomers({ limit: 1 }, { signal }),
      (signal) => stripe.listInvoices({ limit: 1 }, { signal }),
      (signal) => stripe.getCustomer('cus_nobody', { signal }),
    ];
  }
  const hubspot = makeHubSpot({ accessToken: CREDENTIALS.hubspotToken, baseUrl, call });
  return [
    (signal) => hubspot.listContacts({ limit: 1 }, { signal }),
    (signal) => hubspot.listOwners({ signal }),
    (signal) => hubspot.searchContactsModifiedSince({ since: new Date(), limit: 1 }, { signal }),
  ];
};
