import { z } from 'zod';
import { readAnswer } from '../call/read-answer.ts';
import type { VendorAccount } from '../vendor-account.ts';
import type { AskOptions } from './page.ts';
import { makeStripeSdk } from './sdk.ts';
import type { StripeOptions } from './stripe.ts';

const accountSchema = z.object({
  id: z.string().min(1),
  settings: z.object({ dashboard: z.object({ display_name: z.string().nullish() }).nullish() }).nullish(),
});

/** The account that a key opens. What a restricted key may do Stripe does not tell. */
export const askStripeAccount = (
  { apiKey, baseUrl, call }: StripeOptions,
  { signal }: AskOptions = {},
): Promise<VendorAccount> => {
  const sdk = makeStripeSdk({ apiKey, baseUrl });
  return call({
    operation: 'account.get',
    idempotent: true,
    signal,
    run: async (ends) => {
      const answer = await sdk.ask(ends, (client) => client.accounts.retrieveCurrent());
      return readAnswer(() => {
        const { id, settings } = accountSchema.parse(answer);
        return { id, name: settings?.dashboard?.display_name ?? null, scopes: null };
      });
    },
  });
};
