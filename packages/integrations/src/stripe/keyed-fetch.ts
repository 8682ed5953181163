import { AppError } from '@sherpa/core';

const SDK_KEY_PREFIX = 'stripe-node-retry-';

/**
 * A `fetch` that refuses a write without an idempotency key of ours. The SDK makes one up where none is
 * given; it covers that request only, so a task that runs again would write again.
 */
export const makeKeyedFetch =
  (send: typeof fetch): typeof fetch =>
  async (input, init) => {
    const key = new Headers(init?.headers).get('idempotency-key');
    const isKeyed = key !== null && !key.startsWith(SDK_KEY_PREFIX);
    if (init?.method === 'POST' && !isKeyed) {
      throw new AppError('A write to Stripe needs an idempotency key.', { retry: 'never' });
    }
    return send(input, init);
  };
