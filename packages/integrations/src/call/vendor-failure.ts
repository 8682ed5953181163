import type { ErrorCode, Problem } from '@sherpa/core';

/**
 * What is kept of a failed vendor call. Everything here may be logged and answered with: vendors echo
 * tokens and customers' data in error text, so a field that could carry free text has no place.
 */
export interface VendorFacts {
  /**
   * `answer`: the vendor answered with an error status. `network`: no whole answer came.
   * `garbled`: an answer came that could not be decoded. `mismatch`: it was decoded, and is not what was asked for.
   */
  readonly kind: 'answer' | 'network' | 'timeout' | 'cancelled' | 'garbled' | 'mismatch';
  readonly status?: number | undefined;
  readonly vendorCode?: string | undefined;
  readonly vendorType?: string | undefined;
  readonly requestId?: string | undefined;
  readonly policyName?: string | undefined;
  readonly networkCode?: string | undefined;
  readonly problems?: readonly Problem[] | undefined;
  /** The `Retry-After` header as it came. */
  readonly retryAfter?: string | undefined;
  /** How long this vendor wants to be left alone when it does not say so in a header, in milliseconds. */
  readonly restMs?: number | undefined;
  /** Where this vendor means something else by a status than HTTP does. */
  readonly code?: ErrorCode | undefined;
  /** True where it is rather what was asked for than the vendor: that says nothing of how the vendor is. */
  readonly isOfObject?: boolean | undefined;
}

/** A failed call after its vendor's own error was read, before `call` maps it to an `IntegrationError`. */
export class VendorFailure extends Error {
  readonly facts: VendorFacts;

  constructor(facts: VendorFacts) {
    super('The vendor call failed.');
    this.name = 'VendorFailure';
    this.facts = facts;
  }
}
