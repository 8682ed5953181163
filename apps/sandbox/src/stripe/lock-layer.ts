import { setTimeout as sleep } from 'node:timers/promises';
import type { Layer, VendorRequest } from '../http/route.ts';
import type { Limits } from '../limits/settings.ts';
import { objectIn } from './endpoint-of.ts';
import { lockedAnswer } from './errors.ts';

export interface LockLayerDeps {
  readonly limits: Limits['stripe'];
}

/** What a new thing hangs on is locked while it is made. */
const PARENTS = ['customer', 'subscription', 'invoice', 'charge', 'payment_intent'];

const parentsIn = (body: unknown): readonly string[] =>
  typeof body === 'object' && body !== null
    ? Object.entries(body).flatMap(([name, value]: [string, unknown]) =>
        PARENTS.includes(name) && typeof value === 'string' ? [value] : [],
      )
    : [];

const lockedBy = (request: VendorRequest): readonly string[] => {
  const named = objectIn(request.path);
  return named === undefined ? parentsIn(request.body) : [named];
};

/** One write at a time on an object: another one meanwhile is turned away. */
export const makeLockLayer = ({ limits }: LockLayerDeps): Layer => {
  const held = new Set<string>();
  return async (request, next) => {
    if (request.method === 'GET') return next(request);
    const wanted = lockedBy(request);
    if (wanted.some((id) => held.has(id))) return lockedAnswer();
    for (const id of wanted) held.add(id);
    try {
      const reply = await next(request);
      // A write takes a moment at Stripe; here it would be over before another could come.
      if (wanted.length > 0 && limits.lockMs > 0) await sleep(limits.lockMs, undefined, { ref: false });
      return reply;
    } finally {
      for (const id of wanted) held.delete(id);
    }
  };
};
