import type { Doing, Scene } from './doing.ts';
import { closeTicketAs, openTicketAs } from './open-ticket.ts';
import { someLive, takeLive } from './take.ts';

const SUBJECTS = ['The export is empty', 'Cannot log in', 'Where is the invoice?', 'How do we add a user?'];

const openTicket = ({ world: { hubspot }, random, memory }: Scene): void => {
  const contact = someLive(random, hubspot.stores.contacts);
  if (contact === undefined) return;
  const [subject, priority] = [random.pick(SUBJECTS), random.pick(['LOW', 'MEDIUM', 'HIGH'])];
  const ticket = openTicketAs(hubspot, { subject, priority, contact });
  if (ticket !== undefined) memory.openTickets.push(ticket);
};

const closeTicket = ({ world: { hubspot }, random, memory }: Scene): void => {
  const ticket = takeLive(random, memory.openTickets);
  if (ticket !== undefined) closeTicketAs(hubspot, ticket);
};

/** What support is asked, and answers. */
export const ticketDoings: readonly Doing[] = [
  { name: 'ticket opened', perThousand: 0.5, run: openTicket },
  { name: 'ticket closed', perThousand: 0.5, run: closeTicket },
];
