import { AppError } from '@sherpa/core';
import { z } from 'zod';

const targetsSchema = z.object({ targets: z.array(z.object({ waiting: z.int() })) });
const clockSchema = z.object({ now: z.iso.datetime() });
const effectsSchema = z.object({
  effects: z.array(
    z.object({ vendor: z.string(), object: z.string(), key: z.string(), creates: z.int(), updates: z.int() }),
  ),
});
const amounts = z.record(z.string(), z.int());
const truthSchema = z.object({
  customers: z.array(z.object({ customer: z.string(), currency: z.string(), monthlyMinor: z.int() })),
  months: z.array(z.object({ month: z.string(), monthlyMinor: amounts })),
});

export type Effect = z.output<typeof effectsSchema>['effects'][number];
export type RevenueTruth = z.output<typeof truthSchema>;

/** Something that goes wrong at a vendor. */
export interface VendorFault {
  readonly vendor: 'hubspot' | 'stripe' | 'notion';
  readonly path: string;
  readonly kind: string;
  readonly times: number;
  readonly [setting: string]: string | number;
}

/** The vendors' own side: their clock, their people, their books. */
export interface Sandbox {
  readonly url: string;
  /** Moves the clock and lets happen what falls due; the moment it is then. */
  advance(ms: number): Promise<Date>;
  now(): Promise<Date>;
  set(path: 'life' | 'limits', values: object): Promise<void>;
  addFault(fault: VendorFault): Promise<void>;
  clearFaults(): Promise<void>;
  /** Events that were not delivered yet. */
  undelivered(): Promise<number>;
  effects(): Promise<readonly Effect[]>;
  truth(): Promise<RevenueTruth>;
}

/** Opens the control doors of a sandbox. */
export const openSandbox = (url: string): Sandbox => {
  const ask = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(new URL(`/_sandbox/${path}`, url), {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!answer.ok)
      throw new AppError('The sandbox refused.', {
        details: { path, status: answer.status, body: await answer.text() },
      });
    return answer.status === 204 ? undefined : answer.json();
  };
  return {
    url,
    advance: async (advanceMs) => new Date(clockSchema.parse(await ask('POST', 'clock', { advanceMs })).now),
    now: async () => new Date(clockSchema.parse(await ask('GET', 'state')).now),
    set: async (path, values) => void (await ask('POST', path, values)),
    addFault: async (fault) => void (await ask('POST', 'faults', fault)),
    clearFaults: async () => void (await ask('DELETE', 'faults')),
    undelivered: async () =>
      targetsSchema
        .parse(await ask('GET', 'webhooks'))
        .targets.reduce((sum, { waiting }) => sum + waiting, 0),
    effects: async () => effectsSchema.parse(await ask('GET', 'books')).effects,
    truth: async () => truthSchema.parse(await ask('GET', 'stripe/truth')),
  };
};
