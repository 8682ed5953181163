import { makeRecordedLog } from '@sherpa/agent-kit/testing';
import { countVendorCall, type Clients } from '@sherpa/agent-kit';
import { newId, systemClock } from '@sherpa/core';
import { startSandbox } from '@sherpa/devstack';
import { makeCall } from '@sherpa/integrations/call';
import { makeHubSpot, type HubSpot } from '@sherpa/integrations/hubspot';
import { makeNotion, type Notion } from '@sherpa/integrations/notion';
import { makeStripe, type StripeApi } from '@sherpa/integrations/stripe';
import { z } from 'zod';
import type { AgentDeps } from '../agent-deps.ts';

/** The vendors of a test: a sandbox of its own, and the real clients on it. */
export interface SandboxVendors extends AgentDeps {
  readonly url: string;
  /** What every tenant's connection leads to. */
  readonly clients: { readonly hubspot: HubSpot; readonly stripe: StripeApi; readonly notion: Notion };
  /** Asks or turns the sandbox itself. */
  control(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown>;
  /** Asks a vendor what its client cannot: with its credentials, a form for Stripe and JSON for the others. */
  ask(vendor: 'hubspot' | 'stripe' | 'notion', method: string, path: string, body?: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** One connection that every tenant has. */
const sameForAll = <T>(client: T): Clients<T> => {
  const connectionId = newId();
  return { of: async () => ({ connectionId, client }) };
};

const TOKEN = 'pat-sandbox';
const KEY = 'sk_test_sandbox';
const NOTION_TOKEN = 'ntn_sandbox';
const TOKENS = { hubspot: TOKEN, stripe: KEY, notion: NOTION_TOKEN } as const;

/** Starts a sandbox with that many contacts; `stop` it when done. */
export const startSandboxVendors = async (contacts: number): Promise<SandboxVendors> => {
  const sandbox = await startSandbox({
    port: 0,
    contacts,
    env: { SANDBOX_HUBSPOT_TOKEN: TOKEN, SANDBOX_STRIPE_KEY: KEY, SANDBOX_NOTION_TOKEN: NOTION_TOKEN },
    onLine: () => undefined,
  });
  const callTo = (vendor: string) =>
    makeCall({ vendor, log: makeRecordedLog(), clock: systemClock, onCall: countVendorCall });
  const hubspot = makeHubSpot({ accessToken: TOKEN, baseUrl: sandbox.url, call: callTo('hubspot') });
  const stripe = makeStripe({ apiKey: KEY, baseUrl: sandbox.url, call: callTo('stripe') });
  const notion = makeNotion({
    accessToken: NOTION_TOKEN,
    baseUrl: `${sandbox.url}/notion`,
    call: callTo('notion'),
  });
  return {
    url: sandbox.url,
    clock: systemClock,
    clients: { hubspot, stripe, notion },
    hubspot: sameForAll(hubspot),
    stripe: sameForAll(stripe),
    notion: sameForAll(notion),
    control: async (method, path, body) => {
      const answer = await fetch(new URL(`/_sandbox/${path}`, sandbox.url), {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const json: unknown = await answer.json();
      if (!answer.ok) throw new Error(`The sandbox refused ${path}: ${JSON.stringify(json)}`);
      return json;
    },
    ask: async (vendor, method, path, body) => {
      const isForm = vendor === 'stripe';
      const answer = await fetch(new URL(path, sandbox.url), {
        method,
        headers: {
          authorization: `Bearer ${TOKENS[vendor]}`,
          'notion-version': '2026-03-11',
          'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
        },
        ...(body === undefined
          ? {}
          : { body: isForm ? String(new URLSearchParams(Object.entries(body))) : JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`The sandbox refused ${path}: ${await answer.text()}`);
      return answer.json();
    },
    stop: async () => {
      await sandbox.stop();
    },
  };
};

const stateSchema = z.object({
  hubspot: z.object({ contacts: z.int(), companies: z.int(), tasks: z.int() }),
  stripe: z.object({ customers: z.int(), subscriptions: z.record(z.string(), z.int()) }),
});

/** How much the sandbox holds. */
export const readCounts = async (vendors: SandboxVendors): Promise<z.output<typeof stateSchema>> =>
  stateSchema.parse(await vendors.control('GET', 'state'));

const booksSchema = z.object({
  effects: z.array(z.object({ vendor: z.string(), object: z.string(), key: z.string(), creates: z.int() })),
});

/** What was created at the vendors, by the key it carried. */
export const readCreations = async (
  vendors: SandboxVendors,
): Promise<z.output<typeof booksSchema>['effects']> =>
  booksSchema.parse(await vendors.control('GET', 'books')).effects.filter((effect) => effect.creates > 0);
