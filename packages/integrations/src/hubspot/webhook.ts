import { isSameSignature, judgeTime, signatureOf } from '../webhooks/signature.ts';
import type { VerifyWebhook } from '../webhooks/signed-request.ts';

/** HubSpot signs the address with these, and no other, escapes undone. */
const ESCAPES = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/giu;

const unescaped = (url: string): string => url.replaceAll(ESCAPES, (escape) => decodeURIComponent(escape));

/** Signature v3: method, address, body and time in milliseconds, signed with the app's client secret. */
export const verifyHubSpotWebhook: VerifyWebhook = (request, secrets, now) => {
  const given = request.header('x-hubspot-signature-v3');
  const sentAt = request.header('x-hubspot-request-timestamp');
  if (given === undefined || sentAt === undefined) return 'unsigned';
  const parts = [request.method, unescaped(request.url), request.body, sentAt];
  const isOurs = secrets.some((secret) => isSameSignature(signatureOf(secret, parts, 'base64'), given));
  return isOurs ? judgeTime(Number(sentAt), now) : 'forged';
};
