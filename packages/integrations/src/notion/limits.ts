import { z } from 'zod';
import type { VendorLimits } from '../call/vendor-limits.ts';

/** Of a connection's settings, what its budget is made from. */
export const notionLimitSettingsSchema = z.object({ perSecond: z.int().min(1).default(3) });

export type NotionLimitSettings = z.input<typeof notionLimitSettingsSchema>;

/**
 * A connection's budget. Notion speaks of three a second on average and lets some bursts pass, without saying
 * which; three in any second are never refused.
 */
export const notionLimits = (settings: NotionLimitSettings = {}): VendorLimits => {
  const { perSecond } = notionLimitSettingsSchema.parse(settings);
  return {
    windows: { average: { limit: perSecond, windowMs: 1_000 } },
    windowsOf: () => ['average'],
  };
};
