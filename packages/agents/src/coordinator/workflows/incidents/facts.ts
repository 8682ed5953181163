import { z } from 'zod';
import { fact } from '../../../facts/fact.ts';
import { factsOfPayload } from '../../../facts/reading.ts';
import { momentText } from '../../../moment-text.ts';
import { coordinatorContract } from '../../contract.ts';

const ids = z.array(z.string()).default([]);

/** Of a ticket in the mirror, what an incident is made of. */
const ticketPayload = z.object({
  id: z.string(),
  subject: z.string().nullable(),
  priority: z.string().nullable(),
  closedAt: momentText,
  createdAt: momentText,
  ties: z.object({ companies: ids, contacts: ids }).default({ companies: [], contacts: [] }),
});

/** Whose tickets belong together: a company's, else a person's. */
const accountOf = ({ id, ties }: z.output<typeof ticketPayload>): string => {
  const [companyId] = ties.companies;
  const [contactId] = ties.contacts;
  if (companyId !== undefined) return `company:${companyId}`;
  return contactId === undefined ? `ticket:${id}` : `contact:${contactId}`;
};

/**
 * A ticket says that it is open, and how urgent; or that it is closed. It is as old as the ticket: HubSpot does not
 * tell since when a ticket is urgent, and an edit of an old one is no sign of that.
 */
export const incidentFacts = factsOfPayload(ticketPayload, (ticket, { connectionId, observedAt }) => {
  const account = accountOf(ticket);
  const about = { connectionId, ticketId: ticket.id, account };
  const terms = { concurrencyKey: `incident:${account}` };
  const { closedAt, createdAt, priority } = ticket;
  if (closedAt !== null) {
    const key = `ticket:${ticket.id}:closed:${closedAt.getTime()}`;
    return [fact(coordinatorContract, 'ticket.closed', about, { ...terms, key, occurredAt: closedAt })];
  }
  const openedAt = createdAt ?? observedAt;
  const key = `ticket:${ticket.id}:open:${priority ?? 'none'}:${account}`;
  const payload = { ...about, openedAt: openedAt.toISOString() };
  return [fact(coordinatorContract, 'ticket.opened', payload, { ...terms, key, occurredAt: openedAt })];
});
