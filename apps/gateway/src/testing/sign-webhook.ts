import { createHmac } from 'node:crypto';
import type { Vendor } from '@sherpa/core';

/** A body on its way to a connection. */
export interface Unsigned {
  readonly vendor: Vendor;
  /** The public address that the vendor was given. */
  readonly url: string;
  readonly body: string;
  readonly secret: string;
  readonly sentAt: Date;
}

const MS_PER_SECOND = 1_000;

const hmac = (secret: string, text: string) => createHmac('sha256', secret).update(text);

/** The headers that the vendor would sign it with. */
export const signWebhook = ({ vendor, url, body, secret, sentAt }: Unsigned): Record<string, string> => {
  const ms = sentAt.getTime();
  const seconds = Math.floor(ms / MS_PER_SECOND);
  switch (vendor) {
    case 'hubspot':
      return {
        'x-hubspot-request-timestamp': String(ms),
        'x-hubspot-signature-v3': hmac(secret, `POST${url}${body}${ms}`).digest('base64'),
      };
    case 'stripe':
      return { 'stripe-signature': `t=${seconds},v1=${hmac(secret, `${seconds}.${body}`).digest('hex')}` };
    case 'notion':
      return { 'x-notion-signature': `sha256=${hmac(secret, body).digest('hex')}` };
  }
};
