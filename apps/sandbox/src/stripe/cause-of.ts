import type { VendorRequest } from '../http/route.ts';
import type { Cause } from './account.ts';

/** The request as the cause of the changes it makes. */
export const causeOf = (request: VendorRequest): Cause => ({
  requestId: request.id,
  idempotencyKey: request.header('idempotency-key') ?? null,
});
