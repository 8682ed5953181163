import { setTimeout as rest } from 'node:timers/promises';
import { monotonicMs } from '../monotonic.ts';
import { signedEvent } from './signed-event.ts';

export interface DeliveryPlan {
  readonly url: string;
  readonly secret: string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
  /** The first event's number. */
  readonly from: number;
}

export interface Delivered {
  /** From the moment at which each was due until its answer had come. */
  readonly answeredInMs: readonly number[];
  /** Events that were sent, each counted once. */
  readonly events: number;
  readonly refused: number;
}

const CUSTOMERS = 2_000;
/** Every so many-th delivery is an earlier one, sent again. */
const AGAIN_EVERY = 10;

/** Sends at a steady rate, however long the answers take: who is slow is measured as slow. */
export const deliver = async (plan: DeliveryPlan): Promise<Delivered> => {
  const { url, secret, perSecond, seconds, signal, from } = plan;
  const answeredInMs: number[] = [];
  const events = new Set<number>();
  let refused = 0;
  const send = async (number: number, dueMs: number): Promise<void> => {
    const { body, signature } = signedEvent(number, CUSTOMERS, secret, new Date());
    const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
    const answer = await fetch(url, { method: 'POST', body, headers, signal });
    await answer.arrayBuffer();
    if (!answer.ok) refused += 1;
    answeredInMs.push(monotonicMs() - dueMs);
  };
  const beganMs = monotonicMs();
  const sending: Promise<void>[] = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const dueMs = beganMs + (index * 1_000) / perSecond;
    const waitMs = dueMs - monotonicMs();
    if (waitMs > 0) await rest(waitMs, undefined, { signal });
    const number = from + (index % AGAIN_EVERY === AGAIN_EVERY - 1 ? index - 1 : index);
    events.add(number);
    sending.push(send(number, dueMs));
  }
  await Promise.all(sending);
  return { answeredInMs, events: events.size, refused };
};
