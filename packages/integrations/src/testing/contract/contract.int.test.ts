import { startSandbox, type RunningSandbox } from '@sherpa/devstack';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeNotion } from '../../notion/index.ts';
import { makeStripe } from '../../stripe/index.ts';
import { describeContract, type Opened } from './contract.ts';
import { makeGround } from './ground.ts';
import { openHubSpot, type HubSpotAccount } from './hubspot-account.ts';
import { hubspotContract } from './hubspot-contract.ts';
import { openNotion, type NotionAccount } from './notion-account.ts';
import { notionContract } from './notion-contract.ts';
import { recorded, type Recorded } from './recorded.ts';
import { makeSilentCall } from './silent-call.ts';
import { openStripe, type StripeAccount } from './stripe-account.ts';
import { stripeContract } from './stripe-contract.ts';

const CONTACTS = 60;
const HUBSPOT_TOKEN = 'pat-testing';
const STRIPE_KEY = 'sk_test_testing';
const NOTION_TOKEN = 'ntn_testing';

const LIMITS = {
  hubspot: { per10Seconds: null, searchPerSecond: null, searchLagMs: 0 },
  stripe: { perSecond: null, perEndpointPerSecond: null },
  notion: { perSecond: null, searchLagMs: 0 },
};

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({
    port: 0,
    contacts: CONTACTS,
    env: {
      SANDBOX_HUBSPOT_TOKEN: HUBSPOT_TOKEN,
      SANDBOX_STRIPE_KEY: STRIPE_KEY,
      SANDBOX_NOTION_TOKEN: NOTION_TOKEN,
      LOG_LEVEL: 'warn',
    },
  });
  await fetch(new URL('/_sandbox/limits', sandbox.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(LIMITS),
  });
});
afterAll(async () => {
  await sandbox.stop();
});

const run = { isReal: false, timeoutMs: 30_000 } as const;
const newGround = () => makeGround({ withinMs: 20_000 });

/** Of each vendor's client, what no case calls. */
const untried = new Map<string, Recorded<object>>();
const noting = <T extends object>(vendor: string, client: T): T => {
  const noted = recorded(client);
  untried.set(vendor, noted);
  return noted.client;
};

describeContract('HubSpot, as the sandbox is', hubspotContract, {
  ...run,
  open: async (): Promise<Opened<HubSpotAccount>> => {
    const ground = newGround();
    const call = makeSilentCall('hubspot');
    const portal = openHubSpot({ baseUrl: sandbox.url, accessToken: HUBSPOT_TOKEN, call });
    const account = { ...ground, ...portal, hubspot: noting('hubspot', portal.hubspot) };
    return { account, close: ground.clear };
  },
});

describeContract('Stripe, as the sandbox is', stripeContract, {
  ...run,
  open: async (): Promise<Opened<StripeAccount>> => {
    const ground = newGround();
    const address = { baseUrl: sandbox.url, apiKey: STRIPE_KEY, call: makeSilentCall('stripe') };
    const { rows } = await makeStripe(address).listPrices({
      limit: 10,
      lookupKeys: ['basic-eur-month', 'plus-eur-month'],
    });
    const idOf = (key: string) => rows.find(({ lookupKey }) => lookupKey === key)?.id ?? '';
    const prices = { priceId: idOf('basic-eur-month'), dearerPriceId: idOf('plus-eur-month') };
    const opened = openStripe(address, prices);
    const account = { ...ground, ...opened, stripe: noting('stripe', opened.stripe) };
    return { account, close: ground.clear };
  },
});

describeContract('Notion, as the sandbox is', notionContract, {
  ...run,
  open: async (): Promise<Opened<NotionAccount>> => {
    const ground = newGround();
    const call = makeSilentCall('notion');
    const address = { baseUrl: `${sandbox.url}/notion`, accessToken: NOTION_TOKEN, call };
    const { rows } = await makeNotion(address).searchPages({ text: 'Company wiki', limit: 1 });
    const opened = await openNotion(address, rows[0]?.id ?? '', ground);
    const account = { ...ground, ...opened, notion: noting('notion', opened.notion) };
    return { account, close: ground.clear };
  },
});

it('no function of a client is left out of its contract', () => {
  const missing = [...untried].map(([vendor, noted]) => [vendor, noted.missing()]);
  expect(missing).toEqual([
    ['hubspot', []],
    ['stripe', []],
    ['notion', []],
  ]);
});
