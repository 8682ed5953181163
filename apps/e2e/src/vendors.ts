import { randomBytes } from 'node:crypto';
import { startSandbox } from '@sherpa/devstack';
import { SANDBOX_CREDENTIALS } from '@sherpa/integrations/sandbox';
import { z } from 'zod';
import { bareEnvironment } from './config.ts';
import { endWithTest } from './end-with-test.ts';
import { until } from './until.ts';

const booksSchema = z.object({
  calls: z.array(
    z.object({
      vendor: z.string(),
      method: z.string(),
      route: z.string(),
      total: z.int(),
      outcomes: z.record(z.string(), z.int()),
    }),
  ),
  effects: z.array(
    z.object({
      vendor: z.string(),
      object: z.string(),
      key: z.string(),
      creates: z.int(),
      updates: z.int(),
    }),
  ),
});

const stateSchema = z.object({
  hubspot: z.object({ contacts: z.int(), tasks: z.int() }),
  stripe: z.object({ customers: z.int(), subscriptions: z.record(z.string(), z.int()) }),
});

const faultsSchema = z.object({ faults: z.array(z.object({ id: z.int() })) });

const contactsSchema = z.object({
  results: z
    .array(z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullable()) }))
    .min(1),
  paging: z.object({ next: z.object({ after: z.string() }) }).optional(),
});

/** Of a contact, what tells whether it was read as it is. */
const CONTACT_TRUTH = ['email', 'firstname', 'lastname', 'phone'] as const;

const failedPaymentSchema = z.object({
  subscription: z.string(),
  customer: z.string(),
  invoice: z.string(),
});

/** Something that goes wrong once, at the request after `skip` others of that path. */
export interface Fault {
  readonly vendor: 'hubspot' | 'stripe' | 'notion';
  readonly path: string;
  readonly skip: number;
  readonly kind: 'hang' | 'latency';
  readonly ms?: number;
}

/** The sandbox's own doors. */
export interface SandboxControl {
  /** Every call, and every write by the key it carried. */
  books(): Promise<z.infer<typeof booksSchema>>;
  state(): Promise<z.infer<typeof stateSchema>>;
  /** Puts a fault in place; what it answers with resolves when a request has met it. */
  addFault(fault: Fault): Promise<{ readonly met: () => Promise<true> }>;
  /** Lets a renewal fail, of a customer who has an owner in HubSpot. */
  failPayment(): Promise<z.infer<typeof failedPaymentSchema>>;
  /** Changes a contact as a person would. */
  editContact(id: string, properties: Readonly<Record<string, string>>): Promise<void>;
  /** Writes a page anew as a person would. */
  editPage(id: string, markdown: string): Promise<void>;
  setLimits(limits: Readonly<Record<string, unknown>>): Promise<void>;
  /** Every request to that path of HubSpot takes so much longer. */
  slowDown(path: string, ms: number): Promise<void>;
}

/** Opens the control doors of a sandbox that runs. */
export const controlSandbox = (url: string): SandboxControl => {
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const init =
      body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(new URL(path, url), init);
    if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  return {
    books: async () => booksSchema.parse(await ask('/_sandbox/books')),
    state: async () => stateSchema.parse(await ask('/_sandbox/state')),
    addFault: async (fault) => {
      const { id } = z.object({ id: z.int() }).parse(await ask('/_sandbox/faults', { ...fault, times: 1 }));
      const isGone = async () => {
        const { faults } = faultsSchema.parse(await ask('/_sandbox/faults'));
        return faults.every((one) => one.id !== id);
      };
      return { met: () => until(`a call to ${fault.path} meets the fault`, isGone) };
    },
    failPayment: async () => failedPaymentSchema.parse(await ask('/_sandbox/stripe/fail-payment', {})),
    editContact: async (id, properties) =>
      void (await ask(`/_sandbox/hubspot/contacts/${id}`, { properties })),
    editPage: async (id, markdown) => void (await ask(`/_sandbox/notion/pages/${id}`, { markdown })),
    setLimits: async (limits) => void (await ask('/_sandbox/limits', limits)),
    slowDown: async (path, ms) =>
      void (await ask('/_sandbox/faults', {
        vendor: 'hubspot',
        path,
        kind: 'latency',
        ms,
        times: 'forever',
      })),
  };
};

/** Vendors that outlive the fleet, so that a test can look at what it did to them. */
export interface Vendors extends SandboxControl, AsyncDisposable {
  readonly env: NodeJS.ProcessEnv;
  /** The id of a contact that is there. */
  anyContact(): Promise<string>;
  /** Every contact as HubSpot tells it: its id, then `CONTACT_TRUTH`. */
  allContacts(): Promise<readonly (readonly (string | null)[])[]>;
}

type ContactPage = z.infer<typeof contactsSchema>;

const readContacts = async (url: string, query: Readonly<Record<string, string>>): Promise<ContactPage> => {
  const answer = await fetch(
    new URL(`/crm/v3/objects/contacts?${new URLSearchParams(query).toString()}`, url),
    {
      headers: { authorization: `Bearer ${SANDBOX_CREDENTIALS.hubspot}` },
    },
  );
  return contactsSchema.parse(await answer.json());
};

/** Blanks around a value are nobody's, and nothing is no value: so the clients read it. */
const asRead = (value: string | null | undefined): string | null => {
  const text = value?.trim() ?? '';
  return text === '' ? null : text;
};

const readAllContacts = async (url: string): Promise<(string | null)[][]> => {
  const all: (string | null)[][] = [];
  for (let after: string | undefined = '0'; after !== undefined;) {
    const page: ContactPage = await readContacts(url, {
      limit: '100',
      after,
      properties: CONTACT_TRUTH.join(),
    });
    all.push(
      ...page.results.map(({ id, properties }) => [
        id,
        ...CONTACT_TRUTH.map((name) => asRead(properties[name])),
      ]),
    );
    after = page.paging?.next.after;
  }
  return all;
};

/** Starts a sandbox; the same number of contacts is the same world. */
export const startVendors = async (contacts: number): Promise<Vendors> => {
  const sandbox = await startSandbox({ port: 0, contacts, env: bareEnvironment(), onLine: () => undefined });
  return {
    ...controlSandbox(sandbox.url),
    env: {
      HUBSPOT_ACCESS_TOKEN: SANDBOX_CREDENTIALS.hubspot,
      STRIPE_API_KEY: SANDBOX_CREDENTIALS.stripe,
      NOTION_ACCESS_TOKEN: SANDBOX_CREDENTIALS.notion,
      HUBSPOT_BASE_URL: sandbox.url,
      STRIPE_BASE_URL: sandbox.url,
      NOTION_BASE_URL: `${sandbox.url}/notion`,
      SHERPA_CREDENTIAL_KEYS: `e2e:${randomBytes(32).toString('base64')}`,
    },
    anyContact: async () => (await readContacts(sandbox.url, { limit: '1' })).results[0]?.id ?? '',
    allContacts: () => readAllContacts(sandbox.url),
    ...endWithTest(async () => void (await sandbox.stop())),
  };
};
