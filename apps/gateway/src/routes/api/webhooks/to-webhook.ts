import type { Webhook } from '@sherpa/api';
import type { Delivery, DeliveryFilter } from '@sherpa/db';

/** An event as it goes over the wire. */
export const toWebhook = ({ occurredAt, receivedAt, ...delivery }: Delivery): Webhook => ({
  ...delivery,
  occurredAt: occurredAt?.toISOString() ?? null,
  receivedAt: receivedAt.toISOString(),
});

const toMoment = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);

type WireFilter = Omit<DeliveryFilter, 'since' | 'until'> & {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
};

/** A filter as it comes over the wire. */
export const toFilter = ({
  connectionId,
  vendor,
  type,
  status,
  since,
  until,
}: WireFilter): DeliveryFilter => ({
  connectionId,
  vendor,
  type,
  status,
  since: toMoment(since),
  until: toMoment(until),
});
