import { makeRecordedLog } from '@sherpa/agent-kit/testing';
import { countVendorCall, type Clients } from '@sherpa/agent-kit';
import { newId, systemClock } from '@sherpa/core';
import { startSandbox } from '@sherpa/devstack';
import {
  askSandbox,
  SANDBOX_CREDENTIALS,
  type SandboxVendors as SandboxClients,
} from '@sherpa/integrations/sandbox';
import { z } from 'zod';
import type { AgentDeps } from '../agent-deps.ts';

/** The vendors of a test: a sandbox of its own, and the real clients on it. */
export interface SandboxVendors extends AgentDeps {
  readonly url: string;
  /** What every tenant's connection leads to. */
  readonly clients: SandboxClients;
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

/** Starts a sandbox with that many contacts; `stop` it when done. */
export const startSandboxVendors = async (contacts: number): Promise<SandboxVendors> => {
  const sandbox = await startSandbox({
    port: 0,
    contacts,
    env: {},
    onLine: () => undefined,
  });
  const clients = askSandbox(sandbox.url, { log: makeRecordedLog(), onCall: countVendorCall });
  return {
    url: sandbox.url,
    clock: systemClock,
    clients,
    hubspot: sameForAll(clients.hubspot),
    stripe: sameForAll(clients.stripe),
    notion: sameForAll(clients.notion),
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
          authorization: `Bearer ${SANDBOX_CREDENTIALS[vendor]}`,
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
