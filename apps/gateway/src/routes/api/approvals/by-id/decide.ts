import { ConflictError, NotFoundError } from '@sherpa/core';
import { decideApproval, retryConflicts, type Approval, type Decision } from '@sherpa/db';
import type { RouteDeps } from '../../../deps.ts';

export type DecideDeps = Pick<RouteDeps, 'db' | 'dispatch'>;

interface Deciding {
  readonly tenantId: string;
  readonly id: string;
  readonly decision: Decision;
}

/** One that is still pending was past its time. */
const problemOf = ({ status }: Approval): string =>
  status === 'pending' || status === 'expired'
    ? 'has expired: its task goes on without an answer'
    : `is ${status} already: what was decided stands`;

/** The approval as it was decided now; throws where it was decided before. */
export const decide = async (
  { db, dispatch }: DecideDeps,
  { tenantId, id, decision }: Deciding,
): Promise<Approval> => {
  const decided = await retryConflicts(() =>
    db.withTenant(tenantId, (tx) => decideApproval(tx, id, decision)),
  );
  switch (decided.kind) {
    case 'decided':
      await dispatch(decided.staged);
      return decided.approval;
    case 'unknown':
      throw new NotFoundError('There is no such approval.');
    case 'refused':
      throw new ConflictError('This approval can no longer be decided.', {
        details: {
          approvalId: id,
          problems: [{ field: 'status', problem: problemOf(decided.approval) }],
        },
      });
  }
};
