import type { StripeEvent } from '../stripe/records/event.ts';
import type { News } from './news.ts';

/** Which of Stripe's events have arrived wherever they were sent; the others are found by `delivery_success=false`. */
export interface Delivered {
  sent(news: readonly News[]): void;
  arrived(news: readonly News[]): void;
  givenUp(news: readonly News[]): void;
}

const eventsOf = (news: readonly News[]): readonly StripeEvent[] =>
  news.flatMap((one) => (one.vendor === 'stripe' ? [one.event] : []));

export const makeDelivered = (): Delivered => {
  const waiting = new Map<StripeEvent, number>();
  return {
    sent: (news) => {
      for (const event of eventsOf(news)) {
        event.isDelivered = false;
        waiting.set(event, (waiting.get(event) ?? 0) + 1);
      }
    },
    arrived: (news) => {
      for (const event of eventsOf(news)) {
        const left = waiting.get(event);
        // Given up elsewhere: it stays undelivered.
        if (left === undefined) continue;
        if (left > 1) {
          waiting.set(event, left - 1);
          continue;
        }
        waiting.delete(event);
        event.isDelivered = true;
      }
    },
    givenUp: (news) => {
      for (const event of eventsOf(news)) waiting.delete(event);
    },
  };
};
