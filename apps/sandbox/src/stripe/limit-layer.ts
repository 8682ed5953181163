import type { Layer } from '../http/route.ts';
import { makeRollingWindow, type RollingWindow } from '../limits/rolling-window.ts';
import type { Limits } from '../limits/settings.ts';
import { endpointOf } from './endpoint-of.ts';
import { tooManyAnswer } from './errors.ts';

export interface LimitLayerDeps {
  readonly limits: Limits['stripe'];
  nowMs(): number;
}

const SEARCH = /^\/v1\/[a-z_]+\/search$/u;

/** The account's requests a second, those of each endpoint, and those of search. */
export const makeLimitLayer = ({ limits, nowMs }: LimitLayerDeps): Layer => {
  const makeSecond = (max: () => number | null) => makeRollingWindow({ windowMs: 1_000, max, nowMs });
  const account = makeSecond(() => limits.perSecond);
  const search = makeSecond(() => limits.searchPerSecond);
  const endpoints = new Map<string, RollingWindow>();
  const windowOf = (endpoint: string): RollingWindow => {
    const window = endpoints.get(endpoint) ?? makeSecond(() => limits.perEndpointPerSecond);
    endpoints.set(endpoint, window);
    return window;
  };
  return async (request, next) => {
    if (!account.take()) return tooManyAnswer('global-rate');
    if (SEARCH.test(request.path) && !search.take()) return tooManyAnswer('endpoint-rate');
    return windowOf(endpointOf(request)).take() ? next(request) : tooManyAnswer('endpoint-rate');
  };
};
