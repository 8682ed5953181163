import type { ErrorCode } from '@sherpa/core';
import { z } from 'zod';
import { firstAllowed } from '../call/read-failure.ts';
import { VendorFailure } from '../call/vendor-failure.ts';

const batchSchema = z.object({
  results: z.array(z.unknown()).default([]),
  numErrors: z.number().default(0),
  errors: z.array(z.object({ category: z.unknown(), id: z.unknown() }).partial()).default([]),
});

/** What can go well the next time; anything else is a fault of the input. */
const PASSING: Readonly<Record<string, ErrorCode>> = {
  RATE_LIMITS: 'integration_rate_limited',
  CONFLICT: 'integration_unavailable',
};

/** True when what was refused for this reason may go well another time. */
export const isPassing = (category: unknown): boolean =>
  typeof category === 'string' && Object.hasOwn(PASSING, category);

/**
 * Refuses a batch answer that tells of an error. HubSpot answers 207 to a batch of which something
 * failed, which the SDK takes for a success.
 */
export const refuseBatchErrors = (answer: unknown): void => {
  const { numErrors, errors } = batchSchema.parse(answer);
  if (numErrors === 0 && errors.length === 0) return;
  const vendorType = firstAllowed(errors[0]?.category);
  throw new VendorFailure({
    kind: 'answer',
    status: 207,
    vendorType,
    code: vendorType === undefined ? undefined : PASSING[vendorType],
    requestId: firstAllowed(errors[0]?.id),
  });
};
