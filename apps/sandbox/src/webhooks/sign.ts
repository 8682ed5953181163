import { createHmac } from 'node:crypto';
import type { Vendor } from '../http/route.ts';

interface Signed {
  readonly url: string;
  readonly body: string;
  readonly secret: string;
  readonly nowMs: number;
}

const hmac = (secret: string, text: string): Buffer => createHmac('sha256', secret).update(text).digest();

/** The escapes that are undone in an address before it is signed. */
const UNESCAPED = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/giu;

const hubspot = ({ url, body, secret, nowMs }: Signed) => {
  const address = url.replaceAll(UNESCAPED, (escape) => decodeURIComponent(escape));
  return {
    'X-HubSpot-Signature-v3': hmac(secret, `POST${address}${body}${nowMs}`).toString('base64'),
    'X-HubSpot-Signature-Version': 'v3',
    'X-HubSpot-Request-Timestamp': String(nowMs),
  };
};

const stripe = ({ body, secret, nowMs }: Signed) => {
  const seconds = Math.floor(nowMs / 1_000);
  return { 'Stripe-Signature': `t=${seconds},v1=${hmac(secret, `${seconds}.${body}`).toString('hex')}` };
};

const notion = ({ body, secret }: Signed) => ({
  'X-Notion-Signature': `sha256=${hmac(secret, body).toString('hex')}`,
});

type Sign = (what: Signed) => Readonly<Record<string, string>>;

/** The headers by which a target knows the vendor, over the very bytes that are sent. */
export const signatureHeaders: Readonly<Record<Vendor, Sign>> = { hubspot, stripe, notion };
