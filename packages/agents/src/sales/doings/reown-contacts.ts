import type { Clients, Handler } from '@sherpa/agent-kit';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import type { SalesContract } from '../contract.ts';

/** Gives contacts to another owner; the same owner twice is the same owner, so there is nothing to verify. */
export const makeReownContacts =
  ({ hubspot }: { readonly hubspot: Clients<HubSpot> }): Handler<SalesContract, 'contacts.reown'> =>
  async (ctx) => {
    const { ids, from, to } = ctx.task.payload;
    const { client } = await hubspot.of(ctx.task.tenantId);
    return ctx.effect('reown', {
      vendor: 'hubspot',
      intent: { operation: 'contacts.update', ids, properties: ['hubspot_owner_id'], from, to },
      perform: async () => {
        // As they are now: whom somebody has given to another one meanwhile stays there.
        const { rows } = await client.contacts.readMany(ids, { signal: ctx.signal });
        const left = rows.filter(({ ownerId }) => ownerId !== null && from.includes(ownerId));
        const properties = { hubspot_owner_id: to };
        const updates = left.map(({ id }) => ({ id, properties }));
        if (updates.length > 0) await client.contacts.updateMany(updates, { signal: ctx.signal });
        return { changed: left.length };
      },
    });
  };
