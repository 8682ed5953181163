import type { Clients, Handlers } from '@sherpa/agent-kit';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import type { SalesContract } from '../contract.ts';

type RecordDoings = Pick<
  Handlers<SalesContract>,
  'history.read' | 'owner.assign' | 'company.tie' | 'contact.erase'
>;

type About = readonly { readonly type: string; readonly id: string }[];

/** Of whom there are more, the newest say when the last one came. */
const MOST_READ = 100;

const countOf = async (
  hubspot: HubSpot,
  toType: 'notes' | 'tickets',
  about: About,
  options: { readonly signal: AbortSignal },
): Promise<{ count: number; newest: string | null }> => {
  const ids = new Set<string>();
  for (const { type, id } of about)
    for (const { links } of await hubspot.readAssociations({ fromType: type, toType }, [id], options))
      for (const { toId } of links) ids.add(toId);
  const newest = [...ids].toSorted((one, other) => Number(other) - Number(one)).slice(0, MOST_READ);
  const { rows } = await hubspot[toType].readMany(newest, options);
  const moments = rows.flatMap(({ createdAt }) => createdAt?.toISOString() ?? []).toSorted();
  return { count: ids.size, newest: moments.at(-1) ?? null };
};

/** What workflows read and set of records that are there. */
export const makeRecordDoings = ({ hubspot }: { readonly hubspot: Clients<HubSpot> }): RecordDoings => ({
  'history.read': async (ctx) => {
    const { client } = await hubspot.of(ctx.task.tenantId);
    const options = { signal: ctx.signal };
    const { about } = ctx.task.payload;
    return {
      notes: await countOf(client, 'notes', about, options),
      tickets: await countOf(client, 'tickets', about, options),
    };
  },
  'owner.assign': async (ctx) => {
    const { contactId, ownerId } = ctx.task.payload;
    const { client } = await hubspot.of(ctx.task.tenantId);
    return ctx.effect('assign', {
      vendor: 'hubspot',
      intent: { operation: 'contacts.update', contactId, ownerId },
      perform: async () => {
        const options = { signal: ctx.signal };
        // Somebody may have taken it meanwhile; whoever has it keeps it.
        const before = (await client.getContact(contactId, options))?.ownerId ?? null;
        if (before !== null) return { ownerId: before, assigned: before === ownerId };
        await client.contacts.update(contactId, { hubspot_owner_id: ownerId }, options);
        return { ownerId, assigned: true };
      },
      pretend: { ownerId, assigned: true },
    });
  },
  'company.tie': async (ctx) => {
    const { contactId, companyId } = ctx.task.payload;
    const { client } = await hubspot.of(ctx.task.tenantId);
    return ctx.effect('tie', {
      vendor: 'hubspot',
      intent: { operation: 'associations.create', contactId, companyId },
      perform: async () => {
        const direction = { fromType: 'contacts', toType: 'companies' };
        const link = { fromId: contactId, toId: companyId };
        const { made } = await client.createAssociations(direction, [link], { signal: ctx.signal });
        return { tied: made === 1 };
      },
    });
  },
  'contact.erase': async (ctx) => {
    const { contactId } = ctx.task.payload;
    const { client } = await hubspot.of(ctx.task.tenantId);
    return ctx.effect('erase', {
      vendor: 'hubspot',
      intent: { operation: 'contacts.erase', contactId },
      perform: async () => ({ found: await client.eraseContact({ id: contactId }, { signal: ctx.signal }) }),
    });
  },
});
