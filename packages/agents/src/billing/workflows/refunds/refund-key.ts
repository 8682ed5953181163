import type { RefundContext } from './look.ts';

/** The key of its case: the ticket's where one asks, else the payment's. */
export const keyOf = ({
  ticketId,
  chargeId,
}: Pick<RefundContext['task']['payload'], 'ticketId' | 'chargeId'>): string =>
  ticketId === undefined ? `charge:${chargeId}` : `ticket:${ticketId}`;

/**
 * Under which a refund is made at Stripe. Of a ticket there is one, whichever task makes it, and another one only after
 * that has failed; a script that asks anew means another one.
 */
export const refundKey = (
  { id, payload }: Pick<RefundContext['task'], 'id' | 'payload'>,
  failed: string | null,
): string => {
  const start = `refund:${keyOf(payload)}`;
  if (payload.ticketId === undefined) return `${start}:${id}`;
  return failed === null ? start : `${start}:after:${failed}`;
};

/** The case that a refund of that key was made for; undefined for what is not ours. */
export const caseOfKey = (key: string): string | undefined =>
  /^refund:((?:ticket|charge):[^:]+)/u.exec(key)?.[1];
