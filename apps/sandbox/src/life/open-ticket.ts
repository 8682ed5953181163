import { PERSON } from '../hubspot/change.ts';
import type { HubSpot } from '../hubspot/hubspot.ts';
import { link } from '../hubspot/link.ts';
import { addRecord, changeRecord } from '../hubspot/record-changes.ts';
import { isLive, type CrmRecord } from '../hubspot/record.ts';

/** What somebody writes, and who it is. */
export interface TicketWish {
  readonly subject: string;
  readonly priority: string;
  readonly content?: string | undefined;
  readonly contact?: CrmRecord | undefined;
  /** The contact's own, where not given. */
  readonly company?: CrmRecord | undefined;
}

const companyOf = ({ stores }: HubSpot, { contact, company }: TicketWish): CrmRecord | undefined => {
  const own = company ?? stores.companies.resolve(contact?.version.values.get('associatedcompanyid') ?? '');
  return own !== undefined && isLive(own) ? own : undefined;
};

/** Somebody opens a ticket, in the first stage of the first pipeline; undefined where there is no pipeline. */
export const openTicketAs = (hubspot: HubSpot, wish: TicketWish): CrmRecord | undefined => {
  const [pipeline] = hubspot.pipelines.tickets;
  if (pipeline === undefined) return undefined;
  const { subject, priority, content, contact } = wish;
  const values = new Map([
    ['subject', subject],
    ...(content === undefined ? [] : [['content', content] as const]),
    ['hs_pipeline', pipeline.id],
    ['hs_pipeline_stage', pipeline.stages[0]?.id ?? ''],
    ['hs_ticket_priority', priority],
  ]);
  const ticket = addRecord(hubspot, hubspot.stores.tickets, values, PERSON);
  const from = { type: 'tickets', id: ticket.id } as const;
  if (contact !== undefined) link(hubspot, from, { type: 'contacts', id: contact.id }, { actor: PERSON });
  const company = companyOf(hubspot, wish);
  if (company !== undefined) link(hubspot, from, { type: 'companies', id: company.id }, { actor: PERSON });
  return ticket;
};

/** Somebody closes a ticket. */
export const closeTicketAs = (hubspot: HubSpot, ticket: CrmRecord): void => {
  const closed = hubspot.pipelines.tickets
    .flatMap(({ stages }) => stages)
    .find(({ metadata }) => metadata['ticketState'] === 'CLOSED');
  if (closed === undefined) return;
  const values = new Map([
    ['hs_pipeline_stage', closed.id],
    ['closed_date', new Date(hubspot.nowMs()).toISOString()],
  ]);
  changeRecord(hubspot, hubspot.stores.tickets, ticket, { values, actor: PERSON });
};
