import type { MirroredRecord } from '@sherpa/db';
import { z } from 'zod';
import { fact, type Fact } from '../facts/fact.ts';
import { factsOfPayload } from '../facts/reading.ts';
import { momentText } from '../moment-text.ts';
import { successContract } from '../success/contract.ts';

const subscriptionPayload = z.object({
  id: z.string(),
  customerId: z.string(),
  status: z.string(),
  cancelAtPeriodEnd: z.boolean(),
  canceledAt: momentText,
  endedAt: momentText,
});

type Subscription = z.output<typeof subscriptionPayload>;

const LIVE = new Set(['active', 'trialing', 'past_due', 'unpaid', 'paused']);

const shaken = (
  { connectionId }: MirroredRecord,
  stripeCustomerId: string,
  { key, occurredAt }: { readonly key: string; readonly occurredAt: Date },
): Fact =>
  fact(
    successContract,
    'customer.shaken',
    { connectionId, stripeCustomerId },
    { key: `shaken:${key}`, concurrencyKey: `shaken:${stripeCustomerId}`, occurredAt },
  );

const leaving = (subscription: Subscription, record: MirroredRecord): readonly Fact[] => {
  const { id, customerId, canceledAt } = subscription;
  const occurredAt = canceledAt ?? record.observedAt;
  const key = `${id}:leaving:${canceledAt?.getTime() ?? 0}`;
  const about = { connectionId: record.connectionId, subscriptionId: id };
  const terms = { key, concurrencyKey: `subscription:${id}`, occurredAt, isOpen: true };
  return [
    fact(successContract, 'subscription.leaving', about, terms),
    shaken(record, customerId, { key, occurredAt }),
  ];
};

const ended = ({ id, endedAt }: Subscription, record: MirroredRecord): readonly Fact[] => [
  fact(
    successContract,
    'subscription.ended',
    { connectionId: record.connectionId, subscriptionId: id },
    { key: `${id}:ended`, concurrencyKey: `subscription:${id}`, occurredAt: endedAt ?? record.observedAt },
  ),
];

/** Of most subscriptions there is nothing to tell: only who was about to leave, or has left, can have stayed. */
const kept = ({ id, customerId }: Subscription, record: MirroredRecord): readonly Fact[] => [
  fact(
    successContract,
    'subscription.kept',
    { connectionId: record.connectionId, subscriptionId: id },
    {
      key: `${id}:kept:${record.observedAt.getTime()}`,
      concurrencyKey: `subscription:${id}`,
      occurredAt: record.observedAt,
      awaitedBy: { workflow: 'cancellations', keys: [id, `exit:${customerId}`] },
    },
  ),
];

const readSubscription = (subscription: Subscription, record: MirroredRecord): readonly Fact[] => {
  if (subscription.status === 'canceled') return ended(subscription, record);
  if (!LIVE.has(subscription.status)) return [];
  return subscription.cancelAtPeriodEnd ? leaving(subscription, record) : kept(subscription, record);
};

/** Whether a subscription goes on. */
export const subscriptionFacts = factsOfPayload(subscriptionPayload, readSubscription);

const invoicePayload = z.object({
  id: z.string(),
  customerId: z.string().nullable(),
  status: z.string().nullable(),
  attemptCount: z.number(),
});

/** That a payment failed makes a customer more likely to leave. */
export const shakenFacts = factsOfPayload(invoicePayload, (invoice, record) => {
  const { id, customerId, status, attemptCount } = invoice;
  if (customerId === null || status !== 'open' || attemptCount === 0) return [];
  return [shaken(record, customerId, { key: `${id}:${attemptCount}`, occurredAt: record.observedAt })];
});
