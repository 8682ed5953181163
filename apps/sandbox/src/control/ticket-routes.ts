import { z } from 'zod';
import { json } from '../http/reply.ts';
import { paramOf, type Route } from '../http/route.ts';
import { isLive, type CrmRecord } from '../hubspot/record.ts';
import type { HubSpot } from '../hubspot/hubspot.ts';
import { closeTicketAs, openTicketAs } from '../life/open-ticket.ts';
import type { World } from '../world/make-world.ts';
import { parseControl, refuseControl } from './control-error.ts';
import type { ControlDeps } from './deps.ts';
import { found } from './turn.ts';

const id = z.coerce.string();

const schema = z.strictObject({
  subject: z.string().min(1),
  content: z.string().optional(),
  priority: z.enum(['LOW', 'MEDIUM', 'HIGH', 'URGENT']).default('MEDIUM'),
  contact: id.optional(),
  company: id.optional(),
  /** A customer at Stripe: its contact writes. */
  customer: id.optional(),
});

const liveOf = (hubspot: HubSpot, type: 'contacts' | 'companies' | 'tickets', name: string): CrmRecord => {
  const store = hubspot.stores[type];
  const record = found(store.resolve(name), store.type.singular);
  if (!isLive(record)) throw refuseControl(409, `The ${store.type.singular} is archived.`);
  return record;
};

const contactOfCustomer = ({ hubspot, stripe }: World, name: string): CrmRecord => {
  const { email, metadata } = found(stripe.customers.get(name), 'customer');
  const { contacts } = hubspot.stores;
  const contact =
    contacts.holder('email', email?.trim().toLowerCase() ?? '') ??
    contacts.resolve(metadata['hubspot_contact_id'] ?? '');
  if (contact !== undefined && isLive(contact)) return contact;
  throw refuseControl(409, 'Nobody at HubSpot belongs to this customer: name a contact.');
};

const writerOf = (world: World, { contact, customer }: z.output<typeof schema>): CrmRecord | undefined => {
  if (contact !== undefined) return liveOf(world.hubspot, 'contacts', contact);
  return customer === undefined ? undefined : contactOfCustomer(world, customer);
};

const shown = ({ id: ticket, version: { values } }: CrmRecord, contact?: CrmRecord) => ({
  ticket,
  subject: values.get('subject') ?? null,
  priority: values.get('hs_ticket_priority') ?? null,
  contact: contact?.id ?? null,
});

/** Somebody opens a ticket, or closes one; `/_sandbox/hubspot/tickets/:id` edits it. */
export const ticketRoutes = ({ world }: ControlDeps): readonly Route[] => [
  {
    method: 'post',
    path: '/_sandbox/tickets',
    handle: (request) => {
      const wish = parseControl(schema, request.body);
      const contact = writerOf(world, wish);
      const company =
        wish.company === undefined ? undefined : liveOf(world.hubspot, 'companies', wish.company);
      const ticket = openTicketAs(world.hubspot, { ...wish, contact, company });
      if (ticket === undefined) throw refuseControl(409, 'There is no pipeline for tickets.');
      return json(shown(ticket, contact));
    },
  },
  {
    method: 'post',
    path: '/_sandbox/tickets/:ticketId/close',
    handle: (request) => {
      const ticket = liveOf(world.hubspot, 'tickets', paramOf(request, 'ticketId'));
      if (ticket.version.values.has('closed_date')) throw refuseControl(409, 'The ticket is closed.');
      closeTicketAs(world.hubspot, ticket);
      return json(shown(ticket));
    },
  },
];
