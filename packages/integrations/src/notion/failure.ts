import { AppError } from '@sherpa/core';
import { z } from 'zod';
import type { Answer } from '../call/exchange.ts';
import { firstAllowed, readFailure } from '../call/read-failure.ts';
import { VendorFailure, type VendorFacts } from '../call/vendor-failure.ts';

const errorSchema = z.object({ code: z.unknown(), request_id: z.unknown() }).partial();

/** A page that took a minute will take another: to ask for less, or later, is the caller's. */
const SLOW_REST_MS = 10_000;

/** Notion's own meanings: 409 is another write to the same page, which passes; 504 a page that is too much. */
const meaningOf = (status: number | undefined): Partial<VendorFacts> => {
  if (status === 409) return { code: 'integration_unavailable' };
  return status === 504 ? { restMs: SLOW_REST_MS, isOfObject: true } : {};
};

/** An SDK error as a failure of the call, or itself when it is not Notion's. */
export const toNotionFailure = (thrown: unknown, answer: Answer | undefined): unknown => {
  if (thrown instanceof AppError || thrown instanceof VendorFailure) return thrown;
  const facts = readFailure(thrown, answer);
  if (facts === undefined) return thrown;
  const parsed = errorSchema.safeParse(thrown);
  const error = parsed.success ? parsed.data : {};
  return new VendorFailure({
    ...facts,
    vendorCode: firstAllowed(error.code),
    requestId: firstAllowed(error.request_id, answer?.headers['x-notion-request-id']),
    ...meaningOf(facts.status),
  });
};
