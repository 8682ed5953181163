import { vendors, type Credentials, type Vendor } from '@sherpa/core';
import { createConnection, type Database, type Vault } from '@sherpa/db';
import { signWebhook } from './sign-webhook.ts';
import type { StormDelivery } from './webhook-storm.ts';

/** What signs each vendor's webhooks in tests. */
export const SECRET = 'secret-of-the-tests';

const credentialsOf = (vendor: Vendor): Credentials => {
  switch (vendor) {
    case 'hubspot':
      return { vendor, accessToken: 'pat-na1-test', clientSecrets: ['newer-secret', SECRET] };
    case 'stripe':
      return { vendor, apiKey: 'sk_test_hunter2', webhookSecrets: ['newer-secret', SECRET] };
    case 'notion':
      return { vendor, accessToken: 'ntn_test_hunter2', webhookSecrets: ['newer-secret', SECRET] };
  }
};

/** A connection to each vendor, by its vendor. */
export const makeConnections = async (
  db: Pick<Database, 'withTenant'>,
  vault: Vault,
  tenantId: string,
): Promise<Readonly<Record<Vendor, string>>> => {
  const ids = { hubspot: '', stripe: '', notion: '' };
  for (const vendor of vendors) {
    const settings = vendor === 'notion' ? { botId: 'our-bot' } : {};
    const wanted = { tenantId, name: 'main', credentials: credentialsOf(vendor), settings };
    const made = await db.withTenant(tenantId, (tx) => createConnection(tx, vault, wanted));
    ids[vendor] = made?.id ?? '';
  }
  return ids;
};

const AN_HOUR_MS = 3_600_000;

/** The request of a delivery, signed now as its kind wants it. */
export const toRequest = (
  { vendor, body, how }: StormDelivery,
  connectionId: string,
  publicUrl: string,
): { readonly path: string; readonly init: RequestInit } => {
  const path = `/webhooks/${connectionId}`;
  const sentAt = new Date(Date.now() - (how === 'stale' ? AN_HOUR_MS : 0));
  const secret = how === 'forged' ? 'not-the-secret' : SECRET;
  const headers = signWebhook({ vendor, url: `${publicUrl}${path}`, body, secret, sentAt });
  return { path, init: { method: 'POST', body, headers } };
};
