import type { Clients, Handler } from '@sherpa/agent-kit';
import { readRecords, type Customer } from '@sherpa/db';
import type { StripeApi } from '@sherpa/integrations/stripe';
import { z } from 'zod';
import { knownCustomer } from '../../../known-customer.ts';
import { momentText } from '../../../moment-text.ts';
import { billingContract, type BillingContract } from '../../contract.ts';
import { refunds } from './definition.ts';
import { asksForRefund, chargeMeant } from './policy.ts';

type Asks = Handler<BillingContract, 'ticket.asks'>;
type Context = Parameters<Asks>[0];

const text = z.string().nullable();

const ticketSchema = z.object({
  id: z.string(),
  subject: text,
  pipelineId: text,
  category: text,
  createdAt: momentText,
  ties: z.record(z.string(), z.array(z.string())).default({}),
});

type Ticket = z.output<typeof ticketSchema>;

/** The newest hundred reach further back than any refund does. */
const PAGE = 100;

const readTicket = async (ctx: Context): Promise<Ticket | undefined> => {
  const kind = { system: 'hubspot', objectType: 'ticket' } as const;
  const [record] = await ctx.withTenant((tx) => readRecords(tx, kind, [ctx.task.payload.ticketId]));
  return record === undefined ? undefined : ticketSchema.parse(record.payload);
};

/** Who pays, of those whom the ticket is tied to: its people, or its companies where none of them pays. */
const payersOf = async (ctx: Context, { ties }: Ticket): Promise<ReadonlySet<string>> => {
  for (const [tie, type] of [
    ['contacts', 'contact'],
    ['companies', 'company'],
  ] as const) {
    const found: (Customer | undefined)[] = [];
    for (const id of ties[tie] ?? []) found.push(await knownCustomer(ctx, `hubspot:${type}:${id}`));
    const payers = new Set(found.flatMap((customer) => customer?.stripeCustomerIds ?? []));
    if (payers.size > 0) return payers;
  }
  return new Set();
};

/** Finds the payment that a ticket wants back and asks for its refund; where that is not clear, people have to. */
export const makeTicketAsks =
  ({ stripe }: { readonly stripe: Clients<StripeApi> }): Asks =>
  async (ctx) => {
    const rules = await ctx.settings(refunds);
    const ticket = await readTicket(ctx);
    if (ticket === undefined || !asksForRefund(ticket, rules))
      return ctx.log.debug('The ticket does not ask for a refund.');
    const key = `ticket:${ticket.id}`;
    const cases = ctx.cases(refunds);
    const known = await cases.find(key);
    // Asked once: that a word of the subject was changed is no second wish, nor is it after a refund that failed.
    if (known !== undefined && (known.status !== 'held' || 'failedRefund' in known.refs)) return;
    const hold = async (reason: string): Promise<void> => {
      await cases.hold(key, { subject: { ticket: ticket.id }, reason });
    };
    const [payer, ...more] = await payersOf(ctx, ticket);
    if (payer === undefined) return hold('Nobody who pays belongs to the ticket.');
    if (more.length > 0) return hold('More than one payer belongs to the ticket.');
    const { client } = await stripe.of(ctx.task.tenantId);
    const { rows } = await client.listCharges({ customerId: payer, limit: PAGE }, { signal: ctx.signal });
    const told = ctx.task.payload.askedAt;
    const askedAt = told === undefined ? (ticket.createdAt ?? ctx.task.createdAt) : new Date(told);
    const meant = chargeMeant(rows, askedAt, rules);
    if (typeof meant === 'string') return hold(meant);
    const request = { chargeId: meant.id, reason: 'Asked for in the ticket.', ticketId: ticket.id };
    const once = { key: `refund.request:${key}`, concurrencyKey: key };
    ctx.enqueue(billingContract, 'refund.request', { ...request, askedAt: askedAt.toISOString() }, once);
  };
