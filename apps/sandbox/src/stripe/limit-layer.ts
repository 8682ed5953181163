import type { Layer } from '../http/route.ts';
import { makeRollingWindow } from '../limits/rolling-window.ts';
import type { Limits } from '../limits/settings.ts';
import { tooManyAnswer } from './errors.ts';

export interface LimitLayerDeps {
  readonly limits: Limits['stripe'];
  nowMs(): number;
}

/** The account's requests a second. */
export const makeLimitLayer = ({ limits, nowMs }: LimitLayerDeps): Layer => {
  const second = makeRollingWindow({ windowMs: 1_000, max: () => limits.perSecond, nowMs });
  return async (request, next) => (second.take() ? next(request) : tooManyAnswer());
};
