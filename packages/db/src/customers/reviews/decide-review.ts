import { ConflictError, NotFoundError } from '@sherpa/core';
import { sql } from 'kysely';
import { toStorable } from '../../jsonb.ts';
import type { Db } from '../../schema/index.ts';
import { lockCustomers } from '../lock-customers.ts';
import type { Said } from '../by-hand/manual-edges.ts';
import { membersAt } from '../by-hand/members.ts';
import { joinMembers } from '../by-hand/merge-customers.ts';
import { reviewColumns, toReview, type Review } from './review.ts';

export interface ReviewDecision extends Said {
  /** Yes: the objects are one customer. No: they are not, and nobody is asked again. */
  readonly approved: boolean;
}

/** Decides an open review, once; a yes joins the customers concerned. */
export const decideReview = async (
  tx: Db,
  tenantId: string,
  id: string,
  { approved, by, reason }: ReviewDecision,
): Promise<Review> => {
  await lockCustomers(tx, tenantId);
  const row = await tx
    .selectFrom('identity_reviews')
    .select(reviewColumns)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new NotFoundError('There is no such review.', { details: { id } });
  if (row.status !== 'open') throw new ConflictError('The review is not open any more.', { details: { id } });
  const decided = await tx
    .updateTable('identity_reviews')
    .set({
      status: approved ? 'approved' : 'rejected',
      decided_by: toStorable(by),
      decision_reason: reason === null ? null : toStorable(reason),
      decided_at: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .returning(reviewColumns)
    .executeTakeFirstOrThrow();
  if (approved) {
    const members = await membersAt(tx, tenantId, row.subjects);
    for (const level of ['person', 'account'] as const) {
      const some = members.filter((member) => member.level === level);
      if (some.length > 1) await joinMembers(tx, tenantId, some, { by, reason });
    }
  }
  return toReview(decided);
};
