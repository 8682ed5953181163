import type { Clients, Handler } from '@sherpa/agent-kit';
import { findNewKeys, lastDeliveryAt, listConnections } from '@sherpa/db';
import type { StripeApi, StripeEvent } from '@sherpa/integrations/stripe';
import { billingContract, type BillingContract } from '../contract.ts';

/** Stripe tells of a failed delivery late, and clocks differ. */
const OVERLAP_MS = 2 * 3_600_000;
/** 5,000 events at most: whoever missed more is read in full by the sync. */
const MOST_PAGES = 50;
const OBJECTS_PER_TASK = 100;
const MOST_CONNECTIONS = 100;

type Context = Parameters<Handler<BillingContract, 'webhooks.repair'>>[0];

/** A connection at which webhooks have come, and since when some may be missing. */
interface Gap {
  readonly connectionId: string;
  readonly since: Date;
}

/** Connections to which nothing was ever delivered have no webhooks, and no gaps. */
const findGaps = async (ctx: Context, repaired: Readonly<Record<string, string>>): Promise<readonly Gap[]> =>
  ctx.withTenant(async (tx) => {
    const connections = await listConnections(tx, { vendor: 'stripe', limit: MOST_CONNECTIONS });
    const gaps: Gap[] = [];
    for (const { id, status } of connections) {
      const lastAt = status === 'active' ? await lastDeliveryAt(tx, id) : undefined;
      if (lastAt === undefined) continue;
      const from = Math.min(lastAt.getTime(), Date.parse(repaired[id] ?? lastAt.toISOString()));
      gaps.push({ connectionId: id, since: new Date(from - OVERLAP_MS) });
    }
    return gaps;
  });

const readMissing = async (
  ctx: Context,
  client: StripeApi,
  { connectionId, since }: Gap,
): Promise<StripeEvent[]> => {
  const missing: StripeEvent[] = [];
  let startingAfter: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { rows, next } = await client.listUndeliveredEvents(
      { since, startingAfter },
      { signal: ctx.signal },
    );
    const keys = rows.map(({ id }) => id);
    const fresh = await ctx.withTenant((tx) => findNewKeys(tx, connectionId, keys));
    missing.push(
      ...rows.filter(({ id, isEcho, testClockId }) => fresh.has(id) && !isEcho && testClockId === null),
    );
    if (next === undefined) break;
    startingAfter = next;
  }
  return missing;
};

const refresh = (ctx: Context, connectionId: string, events: readonly StripeEvent[]): void => {
  const touched = events.flatMap(({ objectType: type, objectId: id }) => (id === null ? [] : [{ type, id }]));
  const objects = [...new Map(touched.map((object) => [`${object.type} ${object.id}`, object])).values()];
  for (let from = 0; from < objects.length; from += OBJECTS_PER_TASK) {
    ctx.enqueue(billingContract, 'objects.refresh', {
      connectionId,
      objects: objects.slice(from, from + OBJECTS_PER_TASK),
      reason: 'webhook repair',
    });
  }
};

/** Asks Stripe for events that no webhook delivered, and for their objects. */
export const makeRepairWebhooks =
  ({ stripe }: { readonly stripe: Clients<StripeApi> }): Handler<BillingContract, 'webhooks.repair'> =>
  async (ctx) => {
    const repaired = (await ctx.state.get('webhooksRepaired')) ?? {};
    const gaps = await findGaps(ctx, repaired);
    const now = new Date().toISOString();
    let missing = 0;
    for (const gap of gaps) {
      const { client } = await stripe.of(ctx.task.tenantId, gap.connectionId);
      const events = await readMissing(ctx, client, gap);
      refresh(ctx, gap.connectionId, events);
      if (events.length > 0)
        ctx.emit('webhooks.repaired', { connectionId: gap.connectionId, events: events.length });
      missing += events.length;
    }
    if (gaps.length > 0) {
      const until = Object.fromEntries(gaps.map(({ connectionId }) => [connectionId, now]));
      ctx.state.set('webhooksRepaired', { ...repaired, ...until });
    }
    return { connections: gaps.length, missing };
  };
