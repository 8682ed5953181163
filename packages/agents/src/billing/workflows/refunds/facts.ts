import type { MirroredRecord } from '@sherpa/db';
import { z } from 'zod';
import { fact, type Fact } from '../../../facts/fact.ts';
import { factsOfPayload } from '../../../facts/reading.ts';
import { billingContract } from '../../contract.ts';
import { isGivenUp } from './definition.ts';
import { caseOfKey } from './refund-key.ts';

const payload = z.object({
  id: z.string(),
  status: z.string().nullable(),
  metadata: z.object({ sherpa_key: z.string().default('') }).default({ sherpa_key: '' }),
});

const read = (
  { id, status, metadata }: z.output<typeof payload>,
  { connectionId, observedAt }: MirroredRecord,
): readonly Fact[] => {
  const caseKey = caseOfKey(metadata.sherpa_key);
  // What people gave back by themselves is theirs to look after.
  if (caseKey === undefined || !isGivenUp(status)) return [];
  const about = { connectionId, refundId: id, caseKey };
  // When it failed Stripe does not tell; until it was seen it had not.
  const terms = { key: `refund:${id}:${status}`, concurrencyKey: caseKey, occurredAt: observedAt };
  return [fact(billingContract, 'refund.failed', about, terms)];
};

/** A refund of ours that did not arrive, be it days after it was made, says so. */
export const failedRefundFacts = factsOfPayload(payload, read);
