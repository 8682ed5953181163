import type { Clients, Handler } from '@sherpa/agent-kit';
import { AgentError } from '@sherpa/core';
import { findCustomerByKey, isSettled, type Customer, type ReadKind } from '@sherpa/db';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import type { SalesContract } from '../contract.ts';

export interface FollowUpDeps {
  readonly hubspot: Clients<HubSpot>;
}

const ONE_DAY_MS = 86_400_000;

/** Of whom it must be known before somebody can be said to be unknown. */
const KINDS: readonly ReadKind[] = [
  { system: 'hubspot', stream: 'contacts', objectType: 'contact' },
  { system: 'stripe', stream: 'customers', objectType: 'customer' },
];

/**
 * In which the first sync of contacts gets some pages further, and longer each time up to a minute: of a large
 * account thousands wait, and asking is work.
 */
const FIRST_REST_MS = 2_000;
const MOST_REST_MS = 60_000;

const restMs = (attempt: number): number =>
  Math.round(Math.min(FIRST_REST_MS * 1.5 ** (attempt - 1), MOST_REST_MS));

const describeReceivable = (customer: Customer): string => {
  const sums = Object.entries(customer.receivable).map(
    ([currency, minor]) => `${minor} ${currency} (minor units)`,
  );
  return sums.length === 0 ? '' : ` Open invoices: ${sums.join(', ')}.`;
};

/**
 * Gives the owner of the contact that pays a task in HubSpot, one per subscription and invoice. A payer
 * without a contact is reported as such and never guessed; while contacts or payers are still being read for
 * the first time, or are in the mirror and no customers yet, the message waits.
 */
export const makeFollowUpPastDue =
  ({ hubspot }: FollowUpDeps): Handler<SalesContract, 'payment.past-due'> =>
  async (ctx) => {
    const { stripeCustomerId, subscriptionId, invoiceId } = ctx.task.payload;
    const customer = await ctx.withTenant((tx) =>
      findCustomerByKey(tx, `stripe:customer:${stripeCustomerId}`),
    );
    const contactId = customer?.hubspotContactId ?? null;
    if (customer === undefined || contactId === null) {
      if (!(await ctx.withTenant((tx) => isSettled(tx, ctx.task.tenantId, KINDS)))) {
        throw new AgentError('Contacts or payers are still being read.', {
          retry: { afterMs: restMs(ctx.task.attempt), counted: false },
        });
      }
      ctx.emit('follow-up.unmatched', {
        stripeCustomerId,
        reason: 'No HubSpot contact belongs to this payer.',
      });
      return;
    }
    const { client } = await hubspot.of(ctx.task.tenantId);
    // No `verify`: the key is the task's own unique property at HubSpot, so writing again finds what is there.
    const task = await ctx.effect('follow-up', {
      vendor: 'hubspot',
      key: `past-due:${subscriptionId}:${invoiceId ?? 'none'}`,
      intent: { operation: 'tasks.upsert', contactId, subscriptionId, invoiceId },
      perform: async (key) => {
        const { id, created } = await client.upsertTask(
          {
            key,
            subject: `Payment past due: ${customer.name ?? customer.email ?? stripeCustomerId}`,
            body: `Subscription ${subscriptionId} is past due at Stripe.${describeReceivable(customer)}`,
            ownerId: customer.ownerId,
            contactId,
            dueAt: new Date(ctx.task.createdAt.getTime() + ONE_DAY_MS),
            priority: 'high',
          },
          { signal: ctx.signal },
        );
        return { id, created };
      },
    });
    ctx.emit('follow-up.created', { contactId, hubspotTaskId: task.id, isNew: task.created });
  };
