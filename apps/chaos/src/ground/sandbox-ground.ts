import { startSandbox } from '@sherpa/devstack';
import { z } from 'zod';
import type { VendorTrouble } from '../plan/fault.ts';

const booksSchema = z.object({
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

/** What callers wrote, by the key they meant it to be done once under; kept by the sandbox itself. */
export type EffectLine = z.infer<typeof booksSchema>['effects'][number];

/** The vendors, with their switch for trouble. */
export interface SandboxGround {
  readonly url: string;
  /** The next calls of that vendor come to this. */
  trouble(fault: {
    readonly vendor: 'stripe' | 'hubspot';
    readonly trouble: VendorTrouble;
    readonly times: number;
  }): Promise<void>;
  calm(): Promise<void>;
  readBooks(): Promise<readonly EffectLine[]>;
  stop(): Promise<void>;
}

/** What the sandbox lets in; it opens nothing else. */
export const HUBSPOT_TOKEN = 'pat-sandbox';
export const STRIPE_KEY = 'sk_test_sandbox';

/** The property by which a HubSpot task is found again, so that writing it twice makes one. */
export const KEY_PROPERTY = 'sherpa_key';

const ask = async (url: string, method: string, body?: object): Promise<unknown> => {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${HUBSPOT_TOKEN}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status} to ${method} ${url}.`);
  return answer.status === 204 ? undefined : answer.json();
};

const pathOf = { stripe: '/v1/', hubspot: '/crm/' } as const;

/** Starts it as a process of its own, without the vendors' limits: those are another test's matter. */
export const startSandboxGround = async (
  env: NodeJS.ProcessEnv,
  onLine: (line: string) => void,
): Promise<SandboxGround> => {
  const sandbox = await startSandbox({ port: 0, seed: 1, contacts: 10, env, onLine });
  const { url } = sandbox;
  await ask(`${url}/_sandbox/limits`, 'POST', {
    hubspot: { per10Seconds: null, searchPerSecond: null, perDay: null },
    stripe: { perSecond: null },
  });
  await ask(`${url}/crm/v3/properties/tasks`, 'POST', {
    name: KEY_PROPERTY,
    label: 'Sherpa key',
    type: 'string',
    fieldType: 'text',
    groupName: 'task',
    hasUniqueValue: true,
  });
  return {
    url,
    trouble: async ({ vendor, trouble, times }) => {
      await ask(`${url}/_sandbox/faults`, 'POST', { vendor, path: pathOf[vendor], kind: trouble, times });
    },
    calm: async () => {
      await ask(`${url}/_sandbox/faults`, 'DELETE');
    },
    readBooks: async () => booksSchema.parse(await ask(`${url}/_sandbox/books`, 'GET')).effects,
    stop: async () => {
      await sandbox.stop();
    },
  };
};
