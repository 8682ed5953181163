import { IntegrationError } from '@sherpa/core';
import type { EffectSpec } from '../agent/effect-spec.ts';

type Vendor = EffectSpec<never>['vendor'];

/**
 * `refused`: this request was not done. `kept`: and its refusal is what the key answers from now on, so
 * no request under it ever will be.
 */
export type Refusal = 'refused' | 'kept';

const HOUR_MS = 3_600_000;

/** Stripe forgets a key after 24 hours at the earliest; an hour for the request on its way. */
const STRIPE_KEY_MS = 23 * HOUR_MS;

/**
 * What a thrown error proves. A time-out, a broken connection and a 5xx prove nothing, neither does an
 * error of our own. A conflict (409) and a key used before with other parameters may be the traces of
 * an earlier request that landed; and a request that was limited may have had a forerunner in the
 * same call.
 */
export const refusalOf = (vendor: Vendor, thrown: unknown): Refusal | undefined => {
  if (!(thrown instanceof IntegrationError)) return undefined;
  const { status, vendorType } = thrown.details;
  switch (thrown.code) {
    case 'integration_unauthorized':
      return 'refused';
    case 'integration_rejected':
      if (status === 409 || vendorType === 'idempotency_error') return undefined;
      // Of its refusals Stripe keeps those of a card; it checks parameters before it looks at the key.
      return vendor === 'stripe' && status === 402 ? 'kept' : 'refused';
    default:
      return undefined;
  }
};

/** Whether writing under the same key again is safe though nobody has looked for the first write. */
export const isKeyTrusted = (vendor: Vendor, ageMs: number): boolean =>
  vendor !== 'stripe' || ageMs < STRIPE_KEY_MS;

/**
 * A call whose outcome is unknown says `never`, because trying again could write twice. Where the next
 * attempt can look first, it may come.
 */
export const toRetryable = (thrown: unknown): unknown =>
  thrown instanceof IntegrationError && thrown.details['outcomeUnknown'] === true
    ? new IntegrationError(thrown.message, {
        code: thrown.code,
        retry: 'backoff',
        details: thrown.details,
        cause: thrown,
      })
    : thrown;
