import type { Case } from '@sherpa/api';
import { NotFoundError } from '@sherpa/core';
import type { WorkflowCase } from '@sherpa/db';

/** A case as it goes over the wire. */
export const toCase = ({
  dueAt,
  openedAt,
  updatedAt,
  closedAt,
  subject,
  refs,
  ...rest
}: WorkflowCase): Case => ({
  ...rest,
  subject: { ...subject },
  refs: { ...refs },
  dueAt: dueAt?.toISOString() ?? null,
  openedAt: openedAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
  closedAt: closedAt?.toISOString() ?? null,
});

/** The case that was looked for; throws `NotFoundError` where there is none. */
export const foundCase = (found: WorkflowCase | undefined): WorkflowCase => {
  if (found === undefined) throw new NotFoundError('There is no such case.');
  return found;
};
