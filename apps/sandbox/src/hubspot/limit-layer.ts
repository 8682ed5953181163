import { withHeaders } from '../http/reply.ts';
import type { Layer } from '../http/route.ts';
import { makeRollingWindow } from '../limits/rolling-window.ts';
import type { Limits } from '../limits/settings.ts';
import { tooManyAnswer } from './errors.ts';

export interface LimitLayerDeps {
  readonly limits: Limits['hubspot'];
  nowMs(): number;
}

const DAY_MS = 86_400_000;
const BURST_MS = 10_000;

/** The account's budgets: a burst and a day for all calls, a small one of its own for search. */
export const makeLimitLayer = ({ limits, nowMs }: LimitLayerDeps): Layer => {
  const burst = makeRollingWindow({ windowMs: BURST_MS, max: () => limits.per10Seconds, nowMs });
  const search = makeRollingWindow({ windowMs: 1_000, max: () => limits.searchPerSecond, nowMs });
  const day = makeRollingWindow({ windowMs: DAY_MS, max: () => limits.perDay, nowMs });
  const headers = () => ({
    'X-HubSpot-RateLimit-Max': String(limits.per10Seconds ?? 0),
    'X-HubSpot-RateLimit-Remaining': String(burst.remaining()),
    'X-HubSpot-RateLimit-Interval-Milliseconds': String(BURST_MS),
    'X-HubSpot-RateLimit-Daily': String(limits.perDay ?? 0),
    'X-HubSpot-RateLimit-Daily-Remaining': String(day.remaining()),
  });
  return async (request, next) => {
    const isSearch = request.path.endsWith('/search');
    if (!day.take()) return withHeaders(tooManyAnswer('DAILY'), headers());
    // Search has a budget of its own and tells nothing about it in headers.
    if (isSearch) return search.take() ? next(request) : tooManyAnswer('SECONDLY');
    if (!burst.take()) return withHeaders(tooManyAnswer('TEN_SECONDLY_ROLLING'), headers());
    const reply = await next(request);
    return reply.kind === 'answer' ? withHeaders(reply, headers()) : reply;
  };
};
