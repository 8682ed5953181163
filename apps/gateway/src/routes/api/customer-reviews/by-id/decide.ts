import type { CustomerReview } from '@sherpa/api';
import { decideReview, retryConflicts, type ReviewDecision } from '@sherpa/db';
import { toCustomerReview } from '../../../customers-to-wire.ts';
import type { RouteDeps } from '../../../deps.ts';

/** Decides a review of a tenant, and answers with it. */
export const decide = async (
  { db }: Pick<RouteDeps, 'db'>,
  { tenantId, id, decision }: { tenantId: string; id: string; decision: ReviewDecision },
): Promise<CustomerReview> =>
  toCustomerReview(
    await retryConflicts(() => db.withTenant(tenantId, (tx) => decideReview(tx, tenantId, id, decision))),
  );
