import { isSameSignature, judgeTime, signatureOf } from '../webhooks/signature.ts';
import type { VerifyWebhook } from '../webhooks/signed-request.ts';

const MS_PER_SECOND = 1_000;

const valuesOf = (header: string, name: string): readonly string[] =>
  header.split(',').flatMap((part) => (part.startsWith(`${name}=`) ? [part.slice(name.length + 1)] : []));

/** `t=…,v1=…`, with a `v1` for each secret while Stripe rotates them. Other schemes are not believed. */
export const verifyStripeWebhook: VerifyWebhook = (request, secrets, now) => {
  const header = request.header('stripe-signature') ?? '';
  const [sentAt] = valuesOf(header, 't');
  const given = valuesOf(header, 'v1');
  if (sentAt === undefined || given.length === 0) return 'unsigned';
  const isOurs = secrets.some((secret) => {
    const expected = signatureOf(secret, [`${sentAt}.`, request.body], 'hex');
    return given.some((one) => isSameSignature(expected, one));
  });
  return isOurs ? judgeTime(Number(sentAt) * MS_PER_SECOND, now) : 'forged';
};
