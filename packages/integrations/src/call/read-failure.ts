import { z } from 'zod';
import { allowedText } from './allowed-text.ts';
import type { Answer } from './exchange.ts';
import type { VendorFacts } from './vendor-failure.ts';

const linkSchema = z
  .object({ code: z.unknown(), cause: z.unknown(), detail: z.unknown(), exception: z.unknown() })
  .partial();

const CODE_DEPTH = 4;

/** The system's code of a failed connection (`ECONNRESET`), wherever in the chain an SDK keeps it. */
const networkCodeOf = (thrown: unknown, depth = CODE_DEPTH): string | undefined => {
  const link = linkSchema.safeParse(thrown);
  if (!link.success || depth === 0) return undefined;
  const { code, ...inner } = link.data;
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/u.test(code)) return code;
  return Object.values(inner)
    .map((one) => networkCodeOf(one, depth - 1))
    .find((found) => found !== undefined);
};

/**
 * What can be said of an SDK's error without knowing the SDK: an error status, a good status whose body
 * the SDK could not read, or a connection that failed. `undefined` when it is none of these.
 */
export const readFailure = (thrown: unknown, answer: Answer | undefined): VendorFacts | undefined => {
  const networkCode = networkCodeOf(thrown);
  if (answer !== undefined && answer.status >= 400) {
    return { kind: 'answer', status: answer.status, retryAfter: answer.headers['retry-after'] };
  }
  if (networkCode !== undefined) return { kind: 'network', networkCode };
  return answer === undefined ? undefined : { kind: 'garbled', status: answer.status };
};

/** The first of some values that may be told. */
export const firstAllowed = (...values: readonly unknown[]): string | undefined =>
  values.map(allowedText).find((text) => text !== undefined);
