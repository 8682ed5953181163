import { newId, type Contract, type Json } from '@sherpa/core';
import type { Connection, NewDelivery } from '@sherpa/db';
import {
  webhookKinds,
  type WebhookCause,
  type WebhookEvent,
  type WebhookTerms,
} from '@sherpa/integrations/webhooks';
import { agentOf, takesRefreshes } from './refresh-task.ts';
import { PLAIN_REASON, type Arrival } from './take-in.ts';

const reasons: Readonly<Record<WebhookCause, string>> = {
  change: PLAIN_REASON,
  deletion: 'webhook deletion',
  merge: 'webhook merge',
  privacy: 'webhook privacy',
};

const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** What is known of the connection, by which its events are read. */
export const termsOf = ({ vendor, account, settings }: Connection): WebhookTerms => {
  if (vendor === 'notion') {
    // The account of a Notion connection is its bot, which its events name as an author.
    return { account: null, ownId: textOf(settings['botId']) ?? account ?? undefined };
  }
  return { account, ownId: textOf(settings['appId']) };
};

const fateOf = (event: WebhookEvent, isTaken: boolean): Pick<NewDelivery, 'status' | 'reason'> => {
  if (event.skip !== null) return { status: 'ignored', reason: event.skip };
  if (event.isEcho) return { status: 'echo', reason: null };
  return isTaken ? { status: 'received', reason: null } : { status: 'ignored', reason: 'no-agent' };
};

/** What is to be kept of a delivery's events, and what is to be done about them. */
export const toArrival = (
  contracts: readonly Contract[],
  { id: connectionId, tenantId, vendor }: Connection,
  events: readonly WebhookEvent[],
): Arrival => {
  const isTaken = takesRefreshes(contracts, vendor);
  const causes = new Map<string, WebhookCause>();
  const deliveries = events.map((event): NewDelivery => {
    const { key, type, objects, occurredAt, apiVersion, payload } = event;
    const id = newId();
    causes.set(id, event.cause);
    return {
      id,
      tenantId,
      connectionId,
      vendor,
      key,
      type,
      objects,
      occurredAt,
      apiVersion,
      payload,
      ...fateOf(event, isTaken),
    };
  });
  const expected = webhookKinds[vendor].apiVersion;
  const versions = new Set(events.flatMap(({ apiVersion }) => apiVersion ?? []));
  return {
    deliveries,
    reason: ({ id }) => reasons[causes.get(id) ?? 'change'],
    drifts: [...versions].flatMap((version) =>
      expected === undefined || version === expected
        ? []
        : [{ tenantId, connectionId, agent: agentOf(vendor), version, expected }],
    ),
  };
};
