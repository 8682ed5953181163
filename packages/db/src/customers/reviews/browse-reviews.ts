import { sql } from 'kysely';
import type { Db } from '../../schema/index.ts';
import { reviewColumns, toReview, type Review, type ReviewStatus } from './review.ts';
import type { ReviewKind } from '../graph/refusal.ts';

export interface ReviewFilter {
  readonly status?: ReviewStatus | undefined;
  readonly kind?: ReviewKind | undefined;
  readonly limit: number;
  /** The id of the last review seen. */
  readonly cursor?: string | undefined;
}

/** A tenant's reviews, the newest first. */
export const listReviews = async (tx: Db, filter: ReviewFilter): Promise<Review[]> => {
  const { status, kind, cursor, limit } = filter;
  let query = tx.selectFrom('identity_reviews').select(reviewColumns);
  if (status !== undefined) query = query.where('status', '=', status);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (cursor !== undefined) query = query.where('id', '<', cursor);
  return (await query.orderBy('id', 'desc').limit(limit).execute()).map(toReview);
};

/** The review of that id. */
export const getReview = async (tx: Db, id: string): Promise<Review | undefined> => {
  const row = await tx
    .selectFrom('identity_reviews')
    .select(reviewColumns)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : toReview(row);
};

/** Open reviews that concern any of these objects. */
export const reviewsOf = async (tx: Db, nodes: readonly string[]): Promise<Review[]> => {
  const rows = await tx
    .selectFrom('identity_reviews')
    .select(reviewColumns)
    .where('status', '=', 'open')
    .where(sql<boolean>`(a = any(${nodes}::text[]) or subjects && ${nodes}::text[])`)
    .orderBy('id')
    .execute();
  return rows.map(toReview);
};
