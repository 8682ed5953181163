import { AppError } from '@sherpa/core';
import { Stripe } from 'stripe';
import type { Answer } from '../call/exchange.ts';
import { firstAllowed, readFailure } from '../call/read-failure.ts';
import { VendorFailure, type VendorFacts } from '../call/vendor-failure.ts';

/**
 * Stripe's own meanings: 409 is another request on the same key or object, which passes; 400 of the
 * type idempotency error is a key used with other parameters, which does not.
 */
const meaningOf = (status: number | undefined): Partial<VendorFacts> =>
  status === 409 ? { code: 'integration_unavailable' } : {};

const detailOf = (thrown: unknown): unknown =>
  thrown instanceof Stripe.errors.StripeError ? thrown.detail : undefined;

/** An SDK error as a failure of the call, or itself when it is not Stripe's. */
export const toStripeFailure = (thrown: unknown, answer: Answer | undefined): unknown => {
  // The SDK takes whatever its transport throws for a broken connection; ours may have refused.
  const refusal = [thrown, detailOf(thrown)].find((one) => one instanceof AppError);
  if (refusal !== undefined || thrown instanceof VendorFailure) return refusal ?? thrown;
  const facts = readFailure(thrown, answer);
  if (facts === undefined) return thrown;
  const error = thrown instanceof Stripe.errors.StripeError ? thrown : undefined;
  return new VendorFailure({
    ...facts,
    vendorCode: firstAllowed(error?.code),
    vendorType: firstAllowed(error?.rawType, error?.type),
    requestId: firstAllowed(error?.requestId, answer?.headers['request-id']),
    ...meaningOf(facts.status),
  });
};
