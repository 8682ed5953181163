import { IntegrationError } from '@sherpa/core';
import { z } from 'zod';

const isUnauthorized = (thrown: unknown, status: number): thrown is IntegrationError =>
  thrown instanceof IntegrationError &&
  thrown.code === 'integration_unauthorized' &&
  thrown.details['status'] === status;

/** True when the token was not taken: another one may be, so who holds the credentials can go on with it. */
export const needsNewToken = (thrown: unknown): boolean => isUnauthorized(thrown, 401);

const problemsSchema = z.array(z.object({ field: z.string(), problem: z.string() })).catch([]);

/**
 * The scopes that the app would need for what was refused, such as `crm.objects.deals.read`. The token is
 * good: everything else goes on. Nothing where something else was the matter.
 */
export const missingScopesOf = (thrown: unknown): readonly string[] =>
  isUnauthorized(thrown, 403)
    ? problemsSchema
        .parse(thrown.details['problems'])
        .filter(({ field }) => field === 'scope')
        .map(({ problem }) => problem)
    : [];
