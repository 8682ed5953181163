import { hubspotConfig, loadConfig, notionConfig, stripeConfig, type Environment } from '@sherpa/config';
import { AppError, systemClock } from '@sherpa/core';
import { makeCall, type Call } from '@sherpa/integrations/call';
import { makeHubSpot } from '@sherpa/integrations/hubspot';
import { makeNotion } from '@sherpa/integrations/notion';
import { makeStripe } from '@sherpa/integrations/stripe';
import { green, red, type Check, type Finding } from './check.ts';

const ANSWER_WITHIN_MS = 15_000;

const silent = (): void => undefined;

const callTo = (vendor: string): Call =>
  makeCall({
    vendor,
    clock: systemClock,
    onCall: silent,
    log: { debug: silent, info: silent, warn: silent },
  });

const ask = async (
  baseUrl: string,
  variable: string,
  question: (signal: AbortSignal) => Promise<unknown>,
): Promise<Finding> => {
  try {
    await question(AbortSignal.timeout(ANSWER_WITHIN_MS));
    return green(`${new URL(baseUrl).host} accepts the credentials`);
  } catch (err) {
    if (!(err instanceof AppError)) throw err;
    return err.code === 'integration_unauthorized'
      ? red(`${new URL(baseUrl).host} refuses the credentials`, `Check ${variable} and what it may do.`)
      : red(`${new URL(baseUrl).host}: ${err.code}`, 'Check the way there: address, proxy, firewall.');
  }
};

/** Whether HubSpot lets us read a contact. */
export const checkHubSpot = (env: Environment): Check => ({
  item: 9,
  title: 'HubSpot answers',
  run: async () => {
    const { hubspot } = loadConfig({ hubspot: hubspotConfig }, env);
    const client = makeHubSpot({ ...hubspot, call: callTo('hubspot') });
    return ask(hubspot.baseUrl, 'HUBSPOT_ACCESS_TOKEN', (signal) =>
      client.listContacts({ after: undefined, limit: 1 }, { signal }),
    );
  },
});

/** Whether Stripe lets us read a customer. */
export const checkStripe = (env: Environment): Check => ({
  item: 9,
  title: 'Stripe answers',
  run: async () => {
    const { stripe } = loadConfig({ stripe: stripeConfig }, env);
    const client = makeStripe({ ...stripe, call: callTo('stripe') });
    return ask(stripe.baseUrl, 'STRIPE_API_KEY', (signal) => client.listCustomers({ limit: 1 }, { signal }));
  },
});

/** Whether Notion knows us. */
export const checkNotion = (env: Environment): Check => ({
  item: 9,
  title: 'Notion answers',
  run: async () => {
    const { notion } = loadConfig({ notion: notionConfig }, env);
    const client = makeNotion({ ...notion, call: callTo('notion') });
    return ask(notion.baseUrl, 'NOTION_ACCESS_TOKEN', (signal) => client.getMe({ signal }));
  },
});
