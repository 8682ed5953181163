import { z } from 'zod';
import { readAnswer } from '../call/read-answer.ts';
import type { AskOptions, HubSpotDeps } from './objects.ts';
import { dateOf } from './property-value.ts';

/** How much of the portal's calls of a day is spent, by whichever app. */
export interface DailyUsage {
  readonly limit: number;
  readonly used: number;
  readonly collectedAt: Date | null;
  readonly resetsAt: Date | null;
}

const PATH = '/account-info/v3/api-usage/daily/private-apps';

const usageSchema = z.object({
  results: z.tuple(
    [
      z.object({
        usageLimit: z.number(),
        currentUsage: z.number(),
        collectedAt: z.unknown().optional(),
        resetsAt: z.unknown().optional(),
      }),
    ],
    z.unknown(),
  ),
});

/** Reads the usage, which is a few minutes old. */
export const readDailyUsage = ({ sdk, call }: HubSpotDeps, { signal }: AskOptions): Promise<DailyUsage> =>
  call({
    operation: 'account.usage',
    idempotent: true,
    signal,
    run: async (ends) => {
      const answer = await sdk.get(ends, PATH);
      return readAnswer(() => {
        const [usage] = usageSchema.parse(answer).results;
        return {
          limit: usage.usageLimit,
          used: usage.currentUsage,
          collectedAt: dateOf(usage.collectedAt),
          resetsAt: dateOf(usage.resetsAt),
        };
      });
    },
  });
