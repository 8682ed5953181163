import type { Layer } from '../http/route.ts';
import { errorAnswer } from './errors.ts';
import type { StripeSwitches } from './switches.ts';

/** Stripe's own failures, as many writes as were switched to fail: nothing is done, and the key remembers it. */
export const makeBrokenLayer =
  (switches: StripeSwitches): Layer =>
  async (request, next) => {
    if (request.method !== 'POST' || switches.brokenWrites === 0) return next(request);
    switches.brokenWrites -= 1;
    return errorAnswer(500, { type: 'api_error', message: 'An unknown error occurred' });
  };
