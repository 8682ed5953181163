import '@sherpa/devstack/vitest';
import { inject } from 'vitest';
import { describeContract } from './contract.ts';
import { makeGround } from './ground.ts';
import { openHubSpot } from './hubspot-account.ts';
import { hubspotContract } from './hubspot-contract.ts';
import { openNotion } from './notion-account.ts';
import { notionContract } from './notion-contract.ts';
import { makeSilentCall } from './silent-call.ts';
import { makePrices, openSdk, openStripe } from './stripe-account.ts';
import { stripeContract } from './stripe-contract.ts';

const { hubspot, stripe, notion } = inject('live');

/** Search of HubSpot and the events of Stripe come when they come. */
const newGround = () => makeGround({ withinMs: 120_000 });
const run = { isReal: true, timeoutMs: 300_000 } as const;

/** Half of what the vendors allow: an account is others' as well. */
const PACE_MS = { hubspot: 400, stripe: 80, notion: 700 } as const;

describeContract('HubSpot', hubspotContract, {
  ...run,
  open:
    hubspot &&
    (async () => {
      const ground = newGround();
      const call = makeSilentCall('hubspot', PACE_MS.hubspot);
      const portal = openHubSpot({ ...hubspot, baseUrl: 'https://api.hubapi.com', call });
      return { account: { ...ground, ...portal }, close: ground.clear };
    }),
});

describeContract('Stripe', stripeContract, {
  ...run,
  open:
    stripe &&
    (async () => {
      const ground = newGround();
      const call = makeSilentCall('stripe', PACE_MS.stripe);
      const address = { ...stripe, baseUrl: 'https://api.stripe.com', call };
      const opened = openStripe(address, await makePrices(openSdk(address), ground));
      return { account: { ...ground, ...opened }, close: ground.clear };
    }),
});

describeContract('Notion', notionContract, {
  ...run,
  open:
    notion &&
    (async () => {
      const ground = newGround();
      const { accessToken, parentPageId } = notion;
      const call = makeSilentCall('notion', PACE_MS.notion);
      const address = { accessToken, baseUrl: 'https://api.notion.com', call };
      const account = await openNotion(address, parentPageId, ground);
      return { account: { ...ground, ...account }, close: ground.clear };
    }),
});
