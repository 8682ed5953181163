import { AppError } from '@sherpa/core';
import { startSandbox } from '@sherpa/devstack';
import { z } from 'zod';
import { CREDENTIALS } from './credentials.ts';
import type { Figures } from './plan.ts';

const booksSchema = z.object({
  calls: z.array(
    z.object({ vendor: z.string(), route: z.string(), outcomes: z.record(z.string(), z.int()) }),
  ),
});

export type BookLine = z.output<typeof booksSchema>['calls'][number];

/** The vendors of a run, who count what they are asked. */
export interface Ground {
  readonly url: string;
  /** The limits of a run, with windows and books that are empty. */
  prepare(figures: Figures): Promise<void>;
  read(): Promise<readonly BookLine[]>;
  stop(): Promise<void>;
}

/** Further than the longest window reaches. */
const TWO_DAYS_MS = 172_800_000;

const limitsBody = ({ plan, limit }: Figures): object =>
  plan === 'stripe' ? { stripe: { perSecond: limit } } : { hubspot: { per10Seconds: limit } };

/** Starts a sandbox with a small world. */
export const startGround = async (env: NodeJS.ProcessEnv): Promise<Ground> => {
  const sandbox = await startSandbox({
    port: 0,
    contacts: 20,
    env: {
      ...env,
      SANDBOX_HUBSPOT_TOKEN: CREDENTIALS.hubspotToken,
      SANDBOX_STRIPE_KEY: CREDENTIALS.stripeKey,
      LOG_LEVEL: 'warn',
    },
    onLine: () => undefined,
  });
  const control = async (method: string, path: string, body?: object): Promise<Response> => {
    const answer = await fetch(new URL(`/_sandbox/${path}`, sandbox.url), {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (answer.ok) return answer;
    throw new AppError('The sandbox refused to be set up.', { details: { path, status: answer.status } });
  };
  return {
    url: sandbox.url,
    prepare: async (figures) => {
      await control('POST', 'limits', limitsBody(figures));
      await control('POST', 'clock', { advanceMs: TWO_DAYS_MS });
      await control('DELETE', 'books');
    },
    read: async () => booksSchema.parse(await (await control('GET', 'books')).json()).calls,
    stop: async () => {
      await sandbox.stop();
    },
  };
};
