import { createHmac } from 'node:crypto';

/** An event as Stripe posts it: its id, its body and the header that signs it. */
export interface SignedEvent {
  readonly body: string;
  readonly signature: string;
}

/** A customer that changed. Events of the same number are the same event, told again. */
export const signedEvent = (number: number, customers: number, secret: string, sentAt: Date): SignedEvent => {
  const created = Math.floor(sentAt.getTime() / 1_000);
  const id = `cus_${number % customers}`;
  const body = JSON.stringify({
    id: `evt_${number}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created,
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: 'customer.updated',
    data: { object: { id, object: 'customer', name: 'A name', description: 'x'.repeat(1_500) } },
  });
  const sealed = createHmac('sha256', secret).update(`${created}.${body}`).digest('hex');
  return { body, signature: `t=${created},v1=${sealed}` };
};
