import { z } from 'zod';
import { json } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import { parseInput } from '../parse.ts';
import { PORTAL_ID } from '../portal.ts';

const SCOPES = [
  'crm.objects.companies.read',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.deals.read',
  'crm.objects.owners.read',
  'crm.schemas.custom.read',
] as const;

const details: Route = {
  method: 'get',
  path: '/account-info/v3/details',
  handle: () =>
    json({
      portalId: PORTAL_ID,
      accountType: 'DEVELOPER_TEST',
      timeZone: 'Europe/Berlin',
      companyCurrency: 'EUR',
      additionalCurrencies: [],
      utcOffset: '+01:00',
      utcOffsetMilliseconds: 3_600_000,
      uiDomain: 'app.hubspot.com',
      dataHostingLocation: 'eu1',
    }),
};

const tokenSchema = z.object({ tokenKey: z.string() });

const tokenInfo: Route = {
  method: 'post',
  path: '/oauth/v2/private-apps/get/access-token-info',
  handle: (request) => {
    parseInput(tokenSchema, request.body);
    return json({ userId: 1, hubId: PORTAL_ID, appId: 1, scopes: SCOPES });
  },
};

/** Who the caller is, and what its app may do. */
export const accountDetailRoutes: readonly Route[] = [details, tokenInfo];
