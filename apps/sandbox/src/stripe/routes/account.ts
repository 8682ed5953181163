import { json } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';

/** The account that the key opens. */
export const ownAccount: Route = {
  method: 'get',
  path: '/v1/account',
  handle: () =>
    json({
      id: 'acct_1SandboxSandbox00',
      object: 'account',
      business_profile: { name: 'Sandbox', url: null },
      charges_enabled: true,
      country: 'DE',
      created: 1_700_000_000,
      default_currency: 'eur',
      details_submitted: true,
      email: null,
      payouts_enabled: true,
      settings: { dashboard: { display_name: 'Sandbox', timezone: 'Europe/Berlin' } },
      type: 'standard',
    }),
};
