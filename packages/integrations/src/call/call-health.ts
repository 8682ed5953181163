import type { CallEnd } from '@sherpa/core';
import type { RequestFailure } from './request-end.ts';
import type { VendorLimits } from './vendor-limits.ts';

const REFUSED: ReadonlySet<number> = new Set([401, 530]);

const healthOfStatus = (status: number): CallEnd['health'] => {
  if (REFUSED.has(status)) return 'unauthorized';
  return status >= 500 || status === 408 ? 'bad' : 'good';
};

/** What a request says of its vendor's health: a 404, a lock or a limit are answers of one that is well. */
export const healthOf = (failure: RequestFailure | undefined): CallEnd['health'] => {
  if (failure === undefined) return 'good';
  const { facts } = failure;
  // A fault of our own.
  if (facts === undefined || facts.isOfObject === true) return undefined;
  switch (facts.kind) {
    case 'answer':
      return facts.status === undefined ? 'bad' : healthOfStatus(facts.status);
    case 'network':
    case 'timeout':
    case 'garbled':
      return 'bad';
    case 'mismatch':
      return 'good';
    case 'cancelled':
      return undefined;
  }
};

/** What a 429 closes, and for how long; undefined where nothing is to be closed. */
export const closingOf = (
  { closedBy = () => null }: Pick<VendorLimits, 'closedBy'>,
  failure: RequestFailure | undefined,
): { readonly window: string | null; readonly forMs: number } | undefined => {
  const facts = failure?.facts;
  if (facts?.status !== 429 || failure?.restMs === undefined) return undefined;
  const window = closedBy(facts);
  return window === undefined ? undefined : { window, forMs: failure.restMs };
};
