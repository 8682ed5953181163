import type { Answer } from './exchange.ts';
import type { VendorFacts } from './vendor-failure.ts';

/** How a request ended, as far as a budget wants to know. */
export interface RequestEnd {
  readonly answer: Answer | undefined;
  /** Undefined when it went well; without facts it is a fault of our own. */
  readonly failure: RequestFailure | undefined;
}

export interface RequestFailure {
  readonly facts: VendorFacts | undefined;
  /** How long the error asks to be left alone. */
  readonly restMs: number | undefined;
}
