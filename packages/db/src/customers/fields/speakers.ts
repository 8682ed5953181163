import type { SourceFields } from '../customer-source.ts';
import type { PlacedSource } from '../load-sources.ts';

const compareText = (one: string, other: string): number => {
  if (one === other) return 0;
  return one < other ? -1 : 1;
};

const byAge = (one: PlacedSource, other: PlacedSource): number =>
  (one.fields.createdMs ?? 0) - (other.fields.createdMs ?? 0) || compareText(one.node, other.node);

/** The newest first; what has no version of its own to tell is as old as it is. */
export const byVersion = (one: PlacedSource, other: PlacedSource): number =>
  other.version - one.version || byAge(one, other);

const PAYING = new Set(['active', 'trialing', 'past_due', 'unpaid']);

const newestPaid = (bills: readonly PlacedSource[]): number =>
  bills.reduce((newest, { fields }) => Math.max(newest, paidMsOf(fields)), 0);

const paidMsOf = ({ status, paidMs, createdMs }: SourceFields): number =>
  status === 'paid' ? (paidMs ?? createdMs ?? 0) : 0;

/** Payers, the primary one first: who has a subscription that runs, then who paid last, then the oldest. */
export const inPrimaryOrder = (
  payers: readonly PlacedSource[],
  bills: readonly PlacedSource[],
): PlacedSource[] => {
  const byPayer = Map.groupBy(bills, ({ belongsTo }) => belongsTo);
  const facts = payers.map((payer) => {
    const own = byPayer.get(payer.node) ?? [];
    const pays = own.some(
      ({ objectType, fields }) => objectType === 'subscription' && PAYING.has(fields.status ?? ''),
    );
    return { payer, pays, paidMs: newestPaid(own.filter(({ objectType }) => objectType === 'invoice')) };
  });
  return facts
    .toSorted(
      (one, other) =>
        Number(other.pays) - Number(one.pays) || other.paidMs - one.paidMs || byAge(one.payer, other.payer),
    )
    .map(({ payer }) => payer);
};
