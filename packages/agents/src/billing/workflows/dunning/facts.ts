import type { MirroredRecord } from '@sherpa/db';
import { z } from 'zod';
import { fact, type Fact } from '../../../facts/fact.ts';
import { factsOfPayload } from '../../../facts/reading.ts';
import { momentText } from '../../../moment-text.ts';
import { billingContract } from '../../contract.ts';

const payload = z.object({
  id: z.string(),
  status: z.string().nullable(),
  attemptCount: z.number(),
  dueDate: momentText,
  paidAt: momentText,
  voidedAt: momentText,
  uncollectibleAt: momentText,
});

type Invoice = z.output<typeof payload>;

const isFailing = ({ attemptCount, dueDate }: Invoice, seenAt: Date): boolean =>
  attemptCount > 0 || (dueDate !== null && dueDate < seenAt);

const settledOf = (
  invoice: Invoice,
): readonly ['paid' | 'void' | 'uncollectible', Date | null] | undefined => {
  if (invoice.status === 'paid') return ['paid', invoice.paidAt];
  if (invoice.status === 'void') return ['void', invoice.voidedAt];
  return invoice.status === 'uncollectible' ? ['uncollectible', invoice.uncollectibleAt] : undefined;
};

const read = (invoice: Invoice, { connectionId, observedAt }: MirroredRecord): readonly Fact[] => {
  const about = { connectionId, invoiceId: invoice.id };
  const terms = { concurrencyKey: `invoice:${invoice.id}` };
  const settled = settledOf(invoice);
  if (settled !== undefined) {
    const [outcome, at] = settled;
    const key = `${terms.concurrencyKey}:${outcome}`;
    return [
      fact(
        billingContract,
        'invoice.settled',
        { ...about, outcome },
        { ...terms, key, occurredAt: at ?? observedAt },
      ),
    ];
  }
  if (invoice.status !== 'open' || !isFailing(invoice, observedAt)) return [];
  const key = `${terms.concurrencyKey}:failing:${invoice.attemptCount}`;
  return [
    fact(billingContract, 'invoice.failing', about, { ...terms, key, occurredAt: observedAt, isOpen: true }),
  ];
};

/** What an invoice says of its payment. */
export const dunningFacts = factsOfPayload(payload, read);
