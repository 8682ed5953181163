import type { Selectable } from 'kysely';
import type { IdentityReviewsTable } from '../../schema/identity.ts';
import type { ReviewKind } from '../graph/refusal.ts';

export type ReviewStatus = 'open' | 'approved' | 'rejected' | 'obsolete';

/** Something about who is who that people should look at. */
export interface Review {
  readonly id: string;
  readonly kind: ReviewKind;
  /** The object or key that was not followed, and where to. */
  readonly a: string;
  readonly b: string;
  /** The objects concerned. */
  readonly subjects: readonly string[];
  readonly reason: string;
  /** `obsolete`: it has settled itself. */
  readonly status: ReviewStatus;
  readonly decidedBy: string | null;
  readonly decisionReason: string | null;
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
}

export const reviewColumns = [
  'id',
  'kind',
  'a',
  'b',
  'subjects',
  'reason',
  'status',
  'decided_by',
  'decision_reason',
  'created_at',
  'decided_at',
] as const;

export const toReview = (
  row: Pick<Selectable<IdentityReviewsTable>, (typeof reviewColumns)[number]>,
): Review => ({
  id: row.id,
  kind: row.kind,
  a: row.a,
  b: row.b,
  subjects: row.subjects,
  reason: row.reason,
  status: row.status,
  decidedBy: row.decided_by,
  decisionReason: row.decision_reason,
  createdAt: row.created_at,
  decidedAt: row.decided_at,
});
