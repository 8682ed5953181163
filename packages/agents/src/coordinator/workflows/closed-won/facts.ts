import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fact } from '../../../facts/fact.ts';
import { factsOfPayload } from '../../../facts/reading.ts';
import { momentText } from '../../../moment-text.ts';
import { coordinatorContract } from '../../contract.ts';

const payload = z.object({
  id: z.string(),
  isWon: z.boolean().nullable().default(null),
  amount: z.number().nullable(),
  currency: z.string().nullable(),
  kind: z.string().nullable(),
  closeAt: momentText,
  modifiedAt: momentText,
  ties: z.record(z.string(), z.array(z.string())).default({}),
});

/** What an order is made of: where somebody mends it, it is told anew. */
const stateOf = ({ amount, currency, kind, ties }: z.output<typeof payload>): string =>
  createHash('sha256')
    .update(JSON.stringify([amount, currency, kind, ties]))
    .digest('hex')
    .slice(0, 16);

/** A deal that is won says so. */
export const closedWonFacts = factsOfPayload(payload, (deal, { connectionId, observedAt }) => {
  if (deal.isWon !== true) return [];
  const concurrencyKey = `deal:${deal.id}`;
  const occurredAt = deal.closeAt ?? deal.modifiedAt ?? observedAt;
  const key = `${concurrencyKey}:won:${stateOf(deal)}`;
  const terms = { key, concurrencyKey, occurredAt };
  return [fact(coordinatorContract, 'deal.won', { connectionId, dealId: deal.id }, terms)];
});
