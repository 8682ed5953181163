import type { HubSpotChange } from '../hubspot/change.ts';
import { API_ACTOR } from '../hubspot/change.ts';
import { PORTAL_ID } from '../hubspot/portal.ts';
import { toWireEvent } from '../stripe/objects/wire-event.ts';
import type { Delivery, News } from './news.ts';
import type { WebhookTarget } from './target.ts';

const CHANGE_FLAGS: Readonly<Record<string, string>> = {
  creation: 'CREATED',
  deletion: 'DELETED',
  restore: 'RESTORED',
};

/** The numbers HubSpot gives subscriptions; one for each type and property. */
const subscriptionIdOf = ({ subscriptionType, propertyName = '' }: HubSpotChange): number =>
  [...subscriptionType, ...propertyName].reduce(
    (sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 1_000_000,
    7,
  );

const renderHubSpot = ({ id, change }: News & { vendor: 'hubspot' }, attempt: number): object => {
  const { occurredAtMs, objectTypeId, ...rest } = change;
  const [name = '', event = ''] = change.subscriptionType.split('.');
  const changeFlag = CHANGE_FLAGS[event];
  return {
    eventId: id,
    subscriptionId: subscriptionIdOf(change),
    portalId: PORTAL_ID,
    appId: Number(API_ACTOR.sourceId),
    occurredAt: occurredAtMs,
    attemptNumber: attempt,
    ...rest,
    ...(name === 'object' ? { objectTypeId } : {}),
    ...(changeFlag === undefined ? {} : { changeFlag }),
  };
};

/** What Notion says of itself in each delivery. */
export interface NotionSender {
  readonly id: string;
  readonly name: string;
  readonly bot: { readonly id: string };
}

const renderNotion = (
  { id, change, toldAtMs }: News & { vendor: 'notion' },
  attempt: number,
  sender: NotionSender,
): object => ({
  id,
  timestamp: new Date(toldAtMs).toISOString(),
  workspace_id: sender.id,
  workspace_name: sender.name,
  // There is one subscription for each workspace here.
  subscription_id: sender.id,
  integration_id: sender.bot.id,
  authors: change.authors,
  attempt_number: attempt + 1,
  api_version: '2026-03-11',
  entity: change.entity,
  type: change.type,
  data: change.data,
});

const render = (news: News, attempt: number, sender: NotionSender): object => {
  switch (news.vendor) {
    case 'hubspot':
      return renderHubSpot(news, attempt);
    case 'stripe':
      return toWireEvent(news.event);
    case 'notion':
      return renderNotion(news, attempt, sender);
  }
};

/** The bytes of a delivery: HubSpot sends a list, the others one event; a handshake holds the token. */
export const renderBody = (
  { news, attempt }: Delivery,
  target: Pick<WebhookTarget, 'vendor' | 'secret'>,
  sender: NotionSender,
): string => {
  if (news.length === 0) return JSON.stringify({ verification_token: target.secret });
  const events = news.map((one) => render(one, attempt, sender));
  return JSON.stringify(target.vendor === 'hubspot' ? events : events[0]);
};
