import { json } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import type { HubSpot } from '../hubspot.ts';
import { DAY_MS } from '../usage.ts';

/** How many calls of the day's are spent. */
export const dailyUsage = (hubspot: HubSpot): Route => ({
  method: 'get',
  path: '/account-info/v3/api-usage/daily/private-apps',
  handle: () => {
    const { limits, usage } = hubspot;
    const nowMs = hubspot.nowMs();
    const usageLimit = limits.perDay ?? 0;
    return json({
      results: [
        {
          name: 'private-apps-api-calls-daily',
          usageLimit,
          currentUsage: limits.perDay === null ? 0 : usageLimit - usage.day.remaining(),
          collectedAt: new Date(nowMs).toISOString(),
          fetchStatus: 'SUCCESS',
          resetsAt: new Date((Math.floor(nowMs / DAY_MS) + 1) * DAY_MS).toISOString(),
        },
      ],
    });
  },
});
