import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Verdict } from './signed-request.ts';

/** Older ones are replayed, or came by a clock that nobody should trust. */
const PAST_MS = 300_000;
/** As far as an honest clock may be ahead. */
const FUTURE_MS = 60_000;

/** HMAC-SHA256 of the parts one after another. */
export const signatureOf = (
  secret: string,
  parts: readonly (string | Buffer)[],
  encoding: 'hex' | 'base64',
): string => {
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest(encoding);
};

/** Compares in a time that tells nothing of where they differ. */
export const isSameSignature = (expected: string, given: string): boolean => {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
};

/** The verdict on a moment that the signature vouches for. */
export const judgeTime = (sentAtMs: number, now: Date, pastMs = PAST_MS): Verdict => {
  const ageMs = now.getTime() - sentAtMs;
  if (!(ageMs <= pastMs)) return 'stale';
  return ageMs < -FUTURE_MS ? 'early' : 'genuine';
};
