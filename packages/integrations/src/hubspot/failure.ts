import { AppError } from '@sherpa/core';
import { z } from 'zod';
import type { Answer } from '../call/exchange.ts';
import { firstAllowed, readFailure } from '../call/read-failure.ts';
import { VendorFailure, type VendorFacts } from '../call/vendor-failure.ts';

/** Each generated package has an `ApiException` of its own, so `instanceof` cannot tell one. */
const exceptionSchema = z.object({
  body: z
    .object({
      category: z.unknown(),
      subCategory: z.unknown(),
      errorType: z.unknown(),
      policyName: z.unknown(),
      correlationId: z.unknown(),
      errors: z.unknown(),
    })
    .partial(),
});

const scopesSchema = z.array(
  z.object({ context: z.object({ requiredGranularScopes: z.array(z.string()) }) }),
);

/** Words with dots between them, which no secret and no sentence looks like. */
const SCOPE = /^[a-z_]{1,40}(?:\.[a-z_]{1,40}){1,5}$/u;

const FORBIDDEN = 403;

/** The scopes that a refused call would have needed; a person has to grant them. */
const missingScopes = (status: number | undefined, errors: unknown): Partial<VendorFacts> => {
  const parsed = scopesSchema.safeParse(errors);
  if (status !== FORBIDDEN || !parsed.success) return {};
  const scopes = parsed.data.flatMap(({ context }) => context.requiredGranularScopes);
  const problems = scopes.filter((scope) => SCOPE.test(scope));
  return { problems: problems.map((scope) => ({ field: 'scope', problem: scope })) };
};

/** How long a spent window takes to come back where the answer has no `Retry-After`. */
const POLICY_REST_MS: Readonly<Record<string, number>> = {
  SECONDLY: 1_000,
  TEN_SECONDLY_ROLLING: 10_000,
  MINUTELY: 60_000,
  // Comes back at midnight in the portal's own time zone, which we do not know: look every half hour.
  DAILY: 1_800_000,
};

const LOCKED_REST_MS = 2_000;

/** HubSpot's own meanings: 423 an object is locked, 477 a portal is being moved, 530 a malformed token. */
const meaningOf = (status: number | undefined): Partial<VendorFacts> => {
  if (status === 423) return { code: 'integration_unavailable', restMs: LOCKED_REST_MS };
  if (status === 477) return { code: 'integration_unavailable' };
  return status === 530 ? { code: 'integration_unauthorized' } : {};
};

/** An SDK error as a failure of the call, or itself when it is not HubSpot's. */
export const toHubSpotFailure = (thrown: unknown, answer: Answer | undefined): unknown => {
  if (thrown instanceof AppError || thrown instanceof VendorFailure) return thrown;
  const facts = readFailure(thrown, answer);
  if (facts === undefined) return thrown;
  const parsed = exceptionSchema.safeParse(thrown);
  const body = parsed.success ? parsed.data.body : {};
  const policyName = firstAllowed(body.policyName);
  return new VendorFailure({
    ...facts,
    vendorCode: firstAllowed(body.subCategory),
    vendorType: firstAllowed(body.category, body.errorType),
    requestId: firstAllowed(body.correlationId, answer?.headers['x-hubspot-correlation-id']),
    policyName,
    ...(policyName === undefined ? {} : { restMs: POLICY_REST_MS[policyName] }),
    ...missingScopes(facts.status, body.errors),
    ...meaningOf(facts.status),
  });
};
