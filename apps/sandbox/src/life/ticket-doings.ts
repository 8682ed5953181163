import { PERSON } from '../hubspot/change.ts';
import { link } from '../hubspot/link.ts';
import { addRecord, changeRecord } from '../hubspot/record-changes.ts';
import { isLive } from '../hubspot/record.ts';
import type { Doing, Scene } from './doing.ts';
import { someLive, takeLive } from './take.ts';

const SUBJECTS = ['The export is empty', 'Cannot log in', 'Where is the invoice?', 'How do we add a user?'];

const openTicket = ({ world: { hubspot }, random, memory }: Scene): void => {
  const contact = someLive(random, hubspot.stores.contacts);
  const [pipeline] = hubspot.pipelines.tickets;
  if (contact === undefined || pipeline === undefined) return;
  const values = new Map([
    ['subject', random.pick(SUBJECTS)],
    ['hs_pipeline', pipeline.id],
    ['hs_pipeline_stage', pipeline.stages[0]?.id ?? ''],
    ['hs_ticket_priority', random.pick(['LOW', 'MEDIUM', 'HIGH'])],
  ]);
  const ticket = addRecord(hubspot, hubspot.stores.tickets, values, PERSON);
  const from = { type: 'tickets', id: ticket.id } as const;
  link(hubspot, from, { type: 'contacts', id: contact.id }, { actor: PERSON });
  const company = hubspot.stores.companies.resolve(contact.version.values.get('associatedcompanyid') ?? '');
  if (company !== undefined && isLive(company))
    link(hubspot, from, { type: 'companies', id: company.id }, { actor: PERSON });
  memory.openTickets.push(ticket);
};

const closeTicket = ({ world: { hubspot }, random, memory }: Scene): void => {
  const ticket = takeLive(random, memory.openTickets);
  const closed = hubspot.pipelines.tickets
    .flatMap(({ stages }) => stages)
    .find(({ metadata }) => metadata['ticketState'] === 'CLOSED');
  if (ticket === undefined || closed === undefined) return;
  const values = new Map([
    ['hs_pipeline_stage', closed.id],
    ['closed_date', new Date(hubspot.nowMs()).toISOString()],
  ]);
  changeRecord(hubspot, hubspot.stores.tickets, ticket, { values, actor: PERSON });
};

/** What support is asked, and answers. */
export const ticketDoings: readonly Doing[] = [
  { name: 'ticket opened', perThousand: 0.5, run: openTicket },
  { name: 'ticket closed', perThousand: 0.5, run: closeTicket },
];
