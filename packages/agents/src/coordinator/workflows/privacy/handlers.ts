import type { Clients, Handlers, TaskContext } from '@sherpa/agent-kit';
import { FORGOTTEN, locatePerson, verifyPrivacyRecords, type LocateRequest } from '@sherpa/db';
import type { StripeApi } from '@sherpa/integrations/stripe';
import type { z } from 'zod';
import { askPeople } from '../../../casework/ask-people.ts';
import { isInHand } from '../../../casework/in-hand.ts';
import { salesContract } from '../../../sales/contract.ts';
import { coordinatorContract, type CoordinatorContract } from '../../contract.ts';
import { liveSubscriptions } from '../../orders/find-payer.ts';
import { privacy, type privacyMessages, type privacyTasks } from './definition.ts';
import { forget } from './forget.ts';
import { countObjects, payerIdsOf, purgeAtVendors } from './purge.ts';

interface Deps {
  readonly stripe: Clients<StripeApi>;
}
interface Context extends Omit<TaskContext<CoordinatorContract>, 'task' | 'contract'> {
  readonly task: { readonly id: string; readonly tenantId: string };
}
type Outcome = z.output<(typeof privacyTasks)['privacy.execute']['result']>;

interface Wish extends LocateRequest {
  readonly origin: 'request' | 'hubspot';
  readonly ticketId: string | null;
}

/** Where the person is, looked for once: what is deleted on the way must not hide the rest. */
const locate = (ctx: Context, { origin, customerId, node, email }: Wish) =>
  ctx.step('located', async () => {
    const { tenantId, id } = ctx.task;
    const found = await ctx.withTenant((tx) => locatePerson(tx, tenantId, { customerId, node, email }));
    const { objects, mentions, customerIds, isForgotten } = found;
    const isOver = objects.length === 0 && origin === 'hubspot' && isForgotten;
    return { objects, mentions, key: isOver ? null : `customer:${customerIds[0] ?? id}` };
  });

type Located = Awaited<ReturnType<typeof locate>>;

/** The first subscription that has not ended, of any of these. */
const liveOf = (ctx: Context, { stripe }: Deps, nodes: readonly string[]): Promise<string | null> =>
  ctx.step('subscriptions', async () => {
    const { client } = await stripe.of(ctx.task.tenantId);
    for (const id of payerIdsOf(nodes)) {
      const customer = await client.getCustomer(id, { signal: ctx.signal });
      if (customer === undefined || customer.deleted) continue;
      const [live] = await liveSubscriptions(client, id, { signal: ctx.signal });
      if (live !== undefined) return live.id;
    }
    return null;
  });

/** What is for people to do: pages that only mention the person are rewritten where they are. */
const tellTicket = async (ctx: Context, ticketId: string, { objects, mentions }: Located): Promise<void> => {
  const counts = Object.entries(countObjects(objects)).map(([vendor, count]) => `${count} at ${vendor}`);
  const rest =
    mentions.length === 0
      ? ''
      : ` Pages at Notion that mention them, to be rewritten: ${mentions.join(', ')}.`;
  await ctx.runTask(salesContract, 'note.add', {
    key: `privacy:${ctx.task.id}`,
    about: [{ type: 'tickets', id: ticketId }],
    body: `Deleted for good: ${counts.join(', ') || 'nothing was there'}.${rest}`,
    at: new Date().toISOString(),
  });
};

/** What HubSpot tells of may be our own deletion, of which the forgetting is still to come. */
const isBegun = async (ctx: Context, key: string): Promise<boolean> => {
  const known = await ctx.cases(privacy).find(key);
  return known?.status === 'open' && known.taskId !== ctx.task.id;
};

const execute = async (ctx: Context, deps: Deps, wish: Wish): Promise<Outcome> => {
  const located = await locate(ctx, wish);
  const { key, mentions } = located;
  const objects = countObjects(located.objects);
  if (key === null) return { outcome: 'nothing', objects };
  if (await isInHand(ctx, privacy, key)) return { outcome: 'in-hand', objects };
  if (wish.origin === 'hubspot' && (await isBegun(ctx, key))) return { outcome: 'in-hand', objects };
  const live = await liveOf(ctx, deps, located.objects);
  if (live !== null) {
    const reason = `The subscription ${live} has to end first.`;
    await ctx.cases(privacy).hold(key, { subject: {}, reason });
    return { outcome: 'held', objects };
  }
  await ctx.cases(privacy).open(key, { subject: {} });
  const { approveVendorErasures, approvalDays } = await ctx.settings(privacy);
  if (wish.origin === 'request' || approveVendorErasures) {
    const answer = await askPeople(
      ctx,
      { workflow: privacy, key, subject: {} },
      {
        title: 'Delete a person for good, at every vendor and here?',
        detail: { objects, pagesThatMentionThem: mentions.length },
        days: approvalDays,
      },
    );
    if (answer !== 'approved') return { outcome: answer, objects };
  }
  await purgeAtVendors(ctx, located.objects);
  if (wish.ticketId !== null) await tellTicket(ctx, wish.ticketId, located);
  if (mentions.length > 0) await ctx.cases(privacy).note(key, { refs: { mentionedOn: mentions.join(' ') } });
  const { origin, ticketId } = wish;
  const found = {
    request: key,
    askedIn: ctx.task.id,
    origin,
    ticketId,
    nodes: [...located.objects],
    objects,
  };
  ctx.enqueue(coordinatorContract, 'privacy.forget', found, { key: `forget:${key}` });
  return { outcome: 'purged', objects };
};

/** Deletes people for good, and keeps a record that tells nobody who they were. */
export const makePrivacy = (
  deps: Deps,
): Pick<Handlers<CoordinatorContract>, keyof typeof privacyTasks | keyof typeof privacyMessages> => ({
  'privacy.execute': (ctx) => {
    const { customerId, email, ticketId = null } = ctx.task.payload;
    return execute(ctx, deps, { customerId, email, ticketId, origin: 'request' });
  },
  'contact.erased': async (ctx) => {
    const { contactId } = ctx.task.payload;
    // HubSpot tells of what we have deleted there ourselves, and by then the id is forgotten.
    if (contactId.startsWith(FORGOTTEN)) return ctx.log.debug('The contact is forgotten already.');
    const node = `hubspot:contact:${contactId}`;
    await execute(ctx, deps, { node, ticketId: null, origin: 'hubspot' });
  },
  'privacy.forget': forget,
  'privacy.verify': (ctx) => ctx.withTenant((tx) => verifyPrivacyRecords(tx, ctx.task.tenantId)),
});
