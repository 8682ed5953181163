import type { CustomerReviewWithSides } from '@sherpa/api';
import { plain } from '../output/plain.ts';
import { toTable } from '../output/table.ts';

const columns = [
  { title: 'ID' },
  { title: 'KIND' },
  { title: 'STATUS' },
  { title: 'REASON' },
  { title: 'WHO', max: 110 },
] as const;

type Side = CustomerReviewWithSides['sides'][number];

const sideText = ({ name, email, objects }: Side): string => {
  const who = name ?? objects.join(', ');
  return email === null ? who : `${who} <${email}>`;
};

const whoText = ({ sides, subjects }: CustomerReviewWithSides): string =>
  sides.length === 0 ? subjects.join(', ') : sides.map(sideText).join(' | ');

/** Reviews as an aligned table. */
export const toReviewTable = (reviews: readonly CustomerReviewWithSides[]): readonly string[] =>
  toTable(
    columns,
    reviews.map((review) => [review.id, review.kind, review.status, review.reason, whoText(review)]),
  );

const decidedLines = ({ decidedBy, decisionReason }: CustomerReviewWithSides): readonly string[] =>
  decidedBy === null
    ? []
    : [`decided by ${decidedBy}${decisionReason === null ? '' : `: ${decisionReason}`}`];

/** One review, with everybody whom it is about. */
export const toReviewLines = (review: CustomerReviewWithSides): readonly string[] =>
  [
    `${review.kind}, ${review.status}: ${review.reason}`,
    `about ${review.b === '' ? review.a : `${review.a} and ${review.b}`}`,
    ...decidedLines(review),
    ...review.sides.flatMap((side) => [
      '',
      `${side.kind} ${side.customerId}`,
      `  ${sideText(side)}`,
      ...side.objects.map((node) => `  ${node}`),
    ]),
  ].map(plain);
