import { InvalidArgumentError, Option, type Command } from 'commander';
import { z } from 'zod';
import { jsonFlag, type JsonOption } from './command-deps.ts';
import type { AskAndTell } from '../sandbox/ask-and-tell.ts';

const PRIORITIES = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] as const;
const WISH = 'Please refund our last payment';

const priorityOption = () => new Option('--priority <level>', 'how urgent it is').choices(PRIORITIES);

const openedSchema = z.object({ ticket: z.string(), subject: z.string().nullable() });

const told = (answer: unknown): readonly string[] => {
  const { ticket, subject } = openedSchema.parse(answer);
  return [`${ticket} is open: ${subject ?? ''}`];
};

interface NewTicketOptions extends JsonOption {
  readonly priority?: string;
  readonly content?: string;
  readonly contact?: string;
  readonly company?: string;
  readonly customer?: string;
}

/** A customer by Stripe's id, or a contact by HubSpot's. */
const writerOf = (id: string): object => (id.startsWith('cus_') ? { customer: id } : { contact: id });

const addOpen = (tickets: Command, ask: AskAndTell): void => {
  tickets
    .command('open <subject>')
    .description('somebody opens a ticket')
    .addOption(priorityOption())
    .option('--content <text>', 'what they write')
    .option('--contact <id>', 'who writes')
    .option('--customer <id>', 'who writes, by their customer at Stripe')
    .option('--company <id>', 'for which company; the contact’s own, where not given')
    .option(...jsonFlag)
    .action((subject: string, options: NewTicketOptions) => {
      const { json: _json, ...wish } = options;
      return ask({ method: 'POST', path: '/tickets', body: { subject, ...wish } }, options, told);
    });
};

interface EditOptions extends JsonOption {
  readonly subject?: string;
  readonly content?: string;
  readonly priority?: string;
}

const addEdit = (tickets: Command, ask: AskAndTell): void => {
  tickets
    .command('edit <id>')
    .description('somebody edits a ticket')
    .option('--subject <text>', 'what it is called now')
    .option('--content <text>', 'what it says now')
    .addOption(priorityOption())
    .option(...jsonFlag)
    .action((id: string, { subject, content, priority, ...options }: EditOptions) => {
      const properties = { subject, content, hs_ticket_priority: priority };
      if (Object.values(properties).every((value) => value === undefined))
        throw new InvalidArgumentError('Say what changes: --subject, --content or --priority.');
      const path = `/hubspot/tickets/${encodeURIComponent(id)}`;
      return ask({ method: 'POST', path, body: { properties } }, options, () => [`${id} is changed.`]);
    });
};

/** What customers write. */
export const addSandboxTickets = (sandbox: Command, ask: AskAndTell): void => {
  const tickets = sandbox.command('ticket').description('open, edit and close tickets');
  addOpen(tickets, ask);
  addEdit(tickets, ask);
  tickets
    .command('close <id>')
    .description('somebody closes a ticket')
    .option(...jsonFlag)
    .action((id: string, options: JsonOption) =>
      ask({ method: 'POST', path: `/tickets/${encodeURIComponent(id)}/close` }, options, () => [
        `${id} is closed.`,
      ]),
    );
  sandbox
    .command('wish-refund <id>')
    .description('a contact, or a customer cus_…, asks in a ticket for the last payment back')
    .option('--subject <text>', 'in which words', WISH)
    .option(...jsonFlag)
    .action((id: string, { subject, ...options }: JsonOption & { readonly subject: string }) =>
      ask({ method: 'POST', path: '/tickets', body: { subject, ...writerOf(id) } }, options, told),
    );
};
