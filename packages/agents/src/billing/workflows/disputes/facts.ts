import type { MirroredRecord } from '@sherpa/db';
import { z } from 'zod';
import { fact, type Fact } from '../../../facts/fact.ts';
import { factsOfPayload } from '../../../facts/reading.ts';
import { momentText } from '../../../moment-text.ts';
import { billingContract } from '../../contract.ts';

const payload = z.object({ id: z.string(), status: z.string(), created: momentText });

/** Nothing moves after that. Whatever Stripe invents later is open: somebody looks at it. */
const DECIDED = new Set(['won', 'lost', 'warning_closed', 'prevented']);

const read = (
  { id, status, created }: z.output<typeof payload>,
  { connectionId, observedAt }: MirroredRecord,
): readonly Fact[] => {
  const about = { connectionId, disputeId: id };
  const terms = { concurrencyKey: `dispute:${id}`, key: `dispute:${id}:${status}` };
  // When it was decided Stripe does not tell; until it was seen it was not.
  return DECIDED.has(status)
    ? [
        fact(
          billingContract,
          'dispute.decided',
          { ...about, outcome: status },
          { ...terms, occurredAt: observedAt },
        ),
      ]
    : [
        fact(billingContract, 'dispute.open', about, {
          ...terms,
          occurredAt: created ?? observedAt,
          isOpen: true,
        }),
      ];
};

/** What a dispute says. */
export const disputeFacts = factsOfPayload(payload, read);
