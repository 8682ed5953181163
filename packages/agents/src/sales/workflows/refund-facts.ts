import { createHash } from 'node:crypto';
import { z } from 'zod';
import { billingContract } from '../../billing/contract.ts';
import { fact } from '../../facts/fact.ts';
import { factsOfPayload } from '../../facts/reading.ts';
import { momentText } from '../../moment-text.ts';

const text = z.string().nullable();

const payload = z.object({
  id: z.string(),
  subject: text,
  pipelineId: text,
  category: text,
  closedAt: momentText,
  createdAt: momentText,
  modifiedAt: momentText,
});

/**
 * An open ticket, once for each of what it may say that it wants; what asks for a refund, the settings say. It was said
 * when the ticket was edited last, since an old ticket may ask for something new.
 */
export const refundFacts = factsOfPayload(
  payload,
  ({ id, subject, pipelineId, category, ...ticket }, record) => {
    if (ticket.closedAt !== null) return [];
    const said = createHash('sha256')
      .update(JSON.stringify([subject, pipelineId, category]))
      .digest('hex');
    const occurredAt = ticket.modifiedAt ?? ticket.createdAt ?? record.observedAt;
    const key = `ticket:${id}:${said.slice(0, 16)}`;
    const asks = { ticketId: id, askedAt: occurredAt.toISOString() };
    return [fact(billingContract, 'ticket.asks', asks, { key, concurrencyKey: `ticket:${id}`, occurredAt })];
  },
);
