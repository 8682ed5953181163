import type {
  Customer,
  CustomerReview,
  CustomerReviewWithSides,
  Explanation,
  HistoryEntry,
} from '@sherpa/api';
import type {
  Customer as CustomerRow,
  Explanation as ExplainedRow,
  HistoryEntry as HistoryRow,
  Review,
  ReviewWithSides,
} from '@sherpa/db';

/** A customer as it goes over the wire. */
export const toCustomer = ({ createdAt, updatedAt, deletedAt, ...customer }: CustomerRow): Customer => ({
  ...customer,
  deletedAt: deletedAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

/** A review as it goes over the wire. */
export const toCustomerReview = ({ createdAt, decidedAt, ...review }: Review): CustomerReview => ({
  ...review,
  createdAt: createdAt.toISOString(),
  decidedAt: decidedAt?.toISOString() ?? null,
});

/** The same with who it is about. */
export const toReviewWithSides = ({ sides, ...review }: ReviewWithSides): CustomerReviewWithSides => ({
  ...toCustomerReview(review),
  sides: [...sides],
});

/** A customer with its reasons as it goes over the wire. */
export const toExplanation = (explained: ExplainedRow): Explanation => ({
  customer: toCustomer(explained.customer),
  accountId: explained.accountId,
  fields: explained.fields.map(({ at, ...field }) => ({ ...field, at: at?.toISOString() ?? null })),
  drift: [...explained.drift],
  objects: [...explained.objects],
  edges: explained.edges.map(({ since, ...edge }) => ({ ...edge, since: since.toISOString() })),
  reviews: explained.reviews.map(toCustomerReview),
});

/** An entry of a history as it goes over the wire. */
export const toHistoryEntry = ({ at, ...entry }: HistoryRow): HistoryEntry => ({
  ...entry,
  at: at.toISOString(),
});
