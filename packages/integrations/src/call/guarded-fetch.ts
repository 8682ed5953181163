import type { Exchange } from './exchange.ts';

/**
 * A `fetch` that ends with the current exchange, headers and body, and notes the answer's status and
 * headers there: an SDK that cannot decode the body forgets them.
 */
export const makeGuardedFetch =
  (current: () => Exchange): typeof fetch =>
  async (input, init) => {
    const exchange = current();
    const given = init?.signal;
    const signal =
      given === undefined || given === null ? exchange.signal : AbortSignal.any([given, exchange.signal]);
    const response = await fetch(input, { ...init, signal });
    exchange.answer = { status: response.status, headers: Object.fromEntries(response.headers) };
    return response;
  };
