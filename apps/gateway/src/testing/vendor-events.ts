import type { Vendor } from '@sherpa/core';

/** What an event of a test is made of. */
export interface EventFacts {
  /** Tells it from all others. */
  readonly n: number;
  readonly objectId: string;
  readonly isEcho?: boolean;
  readonly at?: Date;
}

const MS_PER_SECOND = 1_000;

const hubspotEvent = ({ n, objectId, isEcho = false, at = new Date() }: EventFacts) => ({
  eventId: n,
  portalId: 62_515,
  appId: 4_242,
  occurredAt: at.getTime(),
  subscriptionType: 'contact.propertyChange',
  objectId: Number(objectId),
  propertyName: 'email',
  changeSource: isEcho ? 'INTEGRATION' : 'CRM_UI',
  sourceId: isEcho ? '4242' : 'userId:1',
});

const stripeEvent = ({ n, objectId, isEcho = false, at = new Date() }: EventFacts) => ({
  id: `evt_${n}`,
  object: 'event',
  type: 'customer.updated',
  created: Math.floor(at.getTime() / MS_PER_SECOND),
  api_version: '2026-10-28.endive',
  request: { id: 'req_1', idempotency_key: isEcho ? 'sherpa:task:step' : null },
  data: { object: { object: 'customer', id: `cus_${objectId}`, email: 'ada@example.com' } },
});

const notionEvent = ({ n, objectId, isEcho = false, at = new Date() }: EventFacts) => ({
  id: `notion-${n}`,
  timestamp: at.toISOString(),
  type: 'page.content_updated',
  authors: [isEcho ? { id: 'our-bot', type: 'bot' } : { id: 'ada', type: 'person' }],
  entity: { id: `page-${objectId}`, type: 'page' },
  data: { parent: { id: 'p', type: 'space' } },
});

/** The body of a delivery with these events; only HubSpot sends several. */
export const toBody = (vendor: Vendor, events: readonly EventFacts[]): string => {
  const [first] = events;
  switch (vendor) {
    case 'hubspot':
      return JSON.stringify(events.map(hubspotEvent));
    case 'stripe':
      return JSON.stringify(first && stripeEvent(first));
    case 'notion':
      return JSON.stringify(first && notionEvent(first));
  }
};
