import type { FailureGroup, Redrive } from '@sherpa/api';
import type { FailureGroup as LedgerGroup, Redrive as LedgerRedrive } from '@sherpa/db';

/** A kind of failure as it goes over the wire. */
export const toFailureGroup = ({ firstAt, lastAt, ...group }: LedgerGroup): FailureGroup => ({
  ...group,
  firstAt: firstAt.toISOString(),
  lastAt: lastAt.toISOString(),
});

/** A redrive as it goes over the wire. */
export const toRedrive = ({
  tenantId: _ours,
  createdAt,
  finishedAt,
  ...redrive
}: LedgerRedrive): Redrive => ({
  ...redrive,
  createdAt: createdAt.toISOString(),
  finishedAt: finishedAt?.toISOString() ?? null,
});
