import type { HubSpot } from '@sherpa/integrations/hubspot';
import { bindStream, type BoundStream } from '@sherpa/sync';
import { salesStreams, type SalesStream } from './declared.ts';

/** HubSpot's streams by name, of one portal. */
export const bindSalesStreams = (hubspot: HubSpot): Readonly<Record<SalesStream, BoundStream>> => ({
  contacts: bindStream(salesStreams.contacts, hubspot),
  companies: bindStream(salesStreams.companies, hubspot),
  deals: bindStream(salesStreams.deals, hubspot),
  'line-items': bindStream(salesStreams['line-items'], hubspot),
  tickets: bindStream(salesStreams.tickets, hubspot),
  notes: bindStream(salesStreams.notes, hubspot),
});

export type { SalesStream };
