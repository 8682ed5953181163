import type { Layer } from '../../http/route.ts';
import type { Limits } from '../../limits/settings.ts';
import { tooManyAnswer } from '../errors.ts';

export interface LimitLayerDeps {
  readonly limits: Limits['notion'];
  nowMs(): number;
}

/** So many requests a second on average; what was not used is saved up for a burst. */
export const makeLimitLayer = ({ limits, nowMs }: LimitLayerDeps): Layer => {
  let saved = limits.burst;
  let atMs = nowMs();
  return async (request, next) => {
    const { perSecond, burst } = limits;
    if (perSecond === null) return next(request);
    const now = nowMs();
    saved = Math.min(burst, saved + ((now - atMs) / 1_000) * perSecond);
    atMs = now;
    // Nothing comes back at no requests a second; a minute is as good as any other time.
    if (saved < 1) return tooManyAnswer(perSecond === 0 ? 60 : Math.ceil((1 - saved) / perSecond));
    saved -= 1;
    return next(request);
  };
};
