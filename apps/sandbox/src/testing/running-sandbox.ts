import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '@hubspot/api-client';
import { Client as NotionClient } from '@notionhq/client';
import Stripe from 'stripe';
import type { Books } from '../books.ts';
import type { countWorld } from '../control/counts.ts';
import type { HubSpotChange } from '../hubspot/change.ts';
import type { NotionChange } from '../notion/change.ts';
import { openJournal } from '../journal/journal-file.ts';
import { makeSandbox } from '../sandbox.ts';

const HUBSPOT_TOKEN = 'a-token';
const STRIPE_KEY = 'sk_test_a_key';
const NOTION_TOKEN = 'ntn_a_token';

const TOKENS = [
  ['/crm', HUBSPOT_TOKEN],
  ['/account-info', HUBSPOT_TOKEN],
  ['/notion', NOTION_TOKEN],
] as const;

interface RawCall {
  readonly method?: string;
  readonly body?: string;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A sandbox on a port of its own with the vendors' own SDKs pointed at it. */
export interface RunningSandbox {
  readonly url: string;
  readonly hubspot: Client;
  readonly stripe: Stripe;
  readonly notion: NotionClient;
  /** What Notion has told of since the sandbox started. */
  readonly notionChanges: readonly NotionChange[];
  /** What was said of its journal. */
  readonly warnings: readonly string[];
  makeStripe(key: string): Stripe;
  makeNotion(version: string): NotionClient;
  /** A control call and the JSON it answers with. */
  control(method: string, path: string, body?: object): Promise<unknown>;
  readState(): Promise<ReturnType<typeof countWorld>>;
  readBooks(): Promise<ReturnType<Books['read']>>;
  failPayment(): Promise<{ readonly subscription: string; readonly invoice: string }>;
  /** A vendor call without an SDK between, already signed in. */
  raw(path: string, init?: RawCall): Promise<Response>;
  close(): Promise<void>;
}

const closeServer = async (server: Server): Promise<void> => {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
};

export const runSandbox = async (
  options: {
    readonly seed?: number;
    readonly contacts?: number;
    /** Where it keeps what is done to it. */
    readonly dir?: string;
    readonly onHubSpotChange?: (change: HubSpotChange) => void;
  } = {},
): Promise<RunningSandbox> => {
  const broken: unknown[] = [];
  const notionChanges: NotionChange[] = [];
  const warnings: string[] = [];
  const note = (message: string) => void warnings.push(message);
  const { dir, seed = 1, contacts = 200 } = options;
  const log = { warn: note, error: note };
  const journal =
    dir === undefined ? undefined : await openJournal({ dir, seed, contacts, nowMs: Date.now(), log });
  const { app, ready, stop } = makeSandbox({
    ...options,
    seed,
    contacts,
    journal,
    hubspotToken: HUBSPOT_TOKEN,
    stripeKey: STRIPE_KEY,
    notionToken: NOTION_TOKEN,
    onNotionChange: (change) => notionChanges.push(change),
    onBroken: (err) => broken.push(err),
  });
  await ready;
  const server = createServer({ maxHeaderSize: 65_536 }, app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const makeStripe = (key: string) =>
    new Stripe(key, { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0, telemetry: false });
  const makeNotion = (notionVersion: string) =>
    new NotionClient({
      auth: NOTION_TOKEN,
      baseUrl: `${url}/notion`,
      notionVersion,
      retry: false,
      logger: () => undefined,
    });
  const control = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}/_sandbox${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    url,
    hubspot: new Client({ basePath: url, accessToken: HUBSPOT_TOKEN }),
    stripe: makeStripe(STRIPE_KEY),
    notion: makeNotion('2026-03-11'),
    notionChanges,
    warnings,
    makeStripe,
    makeNotion,
    control,
    readState: async () => (await control('GET', '/state')) as ReturnType<typeof countWorld>,
    readBooks: async () => (await control('GET', '/books')) as ReturnType<Books['read']>,
    failPayment: async () =>
      (await control('POST', '/stripe/fail-payment', {})) as { subscription: string; invoice: string },
    raw: (path, init = {}) => {
      const token = TOKENS.find(([prefix]) => path.startsWith(prefix))?.[1] ?? STRIPE_KEY;
      return fetch(`${url}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, ...init.headers },
      });
    },
    close: async () => {
      stop();
      await closeServer(server);
      await journal?.close();
      if (broken.length > 0) throw new AggregateError(broken, 'The sandbox itself failed.');
    },
  };
};

/** Waits until the sandbox has taken every fault that was put in place. */
export const faultsTaken = async (sandbox: RunningSandbox): Promise<void> => {
  const { faults } = (await sandbox.control('GET', '/faults')) as { faults: unknown[] };
  if (faults.length > 0) await faultsTaken(sandbox);
};
