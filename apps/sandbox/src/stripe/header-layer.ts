import { withHeaders } from '../http/reply.ts';
import type { Layer } from '../http/route.ts';
import { API_VERSION } from './api-version.ts';

/** What every answer of Stripe carries: the request's id, the version, the caller's own key. */
export const headerLayer: Layer = async (request, next) => {
  const reply = await next(request);
  if (reply.kind !== 'answer') return reply;
  const key = request.header('idempotency-key');
  return withHeaders(reply, {
    'Request-Id': request.id,
    'Stripe-Version': request.header('stripe-version') ?? API_VERSION,
    ...(key === undefined ? {} : { 'Idempotency-Key': key }),
  });
};
