import { withHeaders, type Answer } from '../http/reply.ts';
import type { Layer } from '../http/route.ts';
import type { RollingWindow } from '../limits/rolling-window.ts';
import type { Limits } from '../limits/settings.ts';
import { tooManyAnswer, type RatePolicy } from './errors.ts';
import { BURST_MS, type Usage } from './usage.ts';

export interface LimitLayerDeps {
  readonly limits: Limits['hubspot'];
  readonly usage: Usage;
}

/** The account's budgets: a burst and a day for all calls, a small one of its own for search. */
export const makeLimitLayer = ({ limits, usage }: LimitLayerDeps): Layer => {
  const { burst, search, day } = usage;
  const headers = () => ({
    'X-HubSpot-RateLimit-Max': String(limits.per10Seconds ?? 0),
    'X-HubSpot-RateLimit-Remaining': String(burst.remaining()),
    'X-HubSpot-RateLimit-Interval-Milliseconds': String(BURST_MS),
    'X-HubSpot-RateLimit-Daily': String(limits.perDay ?? 0),
    'X-HubSpot-RateLimit-Daily-Remaining': String(day.remaining()),
  });
  const refuse = (policy: RatePolicy, window: RollingWindow): Answer => {
    const seconds = Math.max(Math.ceil(window.opensInMs() / 1_000), 1);
    const answer = tooManyAnswer(policy);
    return limits.tellsRetryAfter ? withHeaders(answer, { 'Retry-After': String(seconds) }) : answer;
  };
  return async (request, next) => {
    const isSearch = request.path.endsWith('/search');
    if (!day.take()) return withHeaders(refuse('DAILY', day), headers());
    // Search has a budget of its own and tells nothing about it in headers.
    if (isSearch) return search.take() ? next(request) : refuse('SECONDLY', search);
    if (!burst.take()) return withHeaders(refuse('TEN_SECONDLY_ROLLING', burst), headers());
    const reply = await next(request);
    return reply.kind === 'answer' ? withHeaders(reply, headers()) : reply;
  };
};
