import type { Clients, Handlers } from '@sherpa/agent-kit';
import { toWholeUnits } from '@sherpa/core';
import type { HubSpot, PropertyValues } from '@sherpa/integrations/hubspot';
import type { z } from 'zod';
import type { SalesContract } from '../contract.ts';
import type { aboutSchema, salesDoings } from './contract.ts';
import { isMissing } from '../../is-missing.ts';
import { ownProperty, ownPropertyNames } from './own-properties.ts';
import { patchObjects } from './patch-objects.ts';
import { setLifecycle } from './set-lifecycle.ts';
import { makeReownContacts } from './reown-contacts.ts';

type Doings = Omit<
  Pick<Handlers<SalesContract>, keyof typeof salesDoings>,
  'history.read' | 'owner.assign' | 'company.tie' | 'contact.erase'
>;

const toLinks = (about: z.output<typeof aboutSchema>) =>
  about.map(({ type, id }) => ({ toType: type, toId: id }));

const ownedBy = (ownerId: string | null): PropertyValues =>
  ownerId === null ? {} : { hubspot_owner_id: ownerId };

const toValues = (properties: Readonly<Record<string, string | number | null | undefined>>): PropertyValues =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, String(value ?? '')]));

interface Deps {
  readonly hubspot: Clients<HubSpot>;
}

const activityDoings = ({ hubspot }: Deps): Pick<Doings, 'task.upsert' | 'task.complete' | 'note.add'> => ({
  'task.upsert': async (ctx) => {
    const { key, about, dueAt, ...task } = ctx.task.payload;
    const { client } = await hubspot.of(ctx.task.tenantId);
    return ctx.effect('task', {
      vendor: 'hubspot',
      key,
      intent: { operation: 'tasks.upsert', about, ownerId: task.ownerId, dueAt },
      perform: async () => {
        const given = { ...task, key, links: toLinks(about), dueAt: new Date(dueAt) };
        const { id, created } = await client.upsertTask(given, { signal: ctx.signal });
        return { id, created };
      },
    });
  },
  'task.complete': async (ctx) => {
    const { id } = ctx.task.payload;
    const { client } = await hubspot.of(ctx.task.tenantId);
    return ctx.effect('complete', {
      vendor: 'hubspot',
      intent: { operation: 'tasks.complete', id },
      perform: async () => {
        try {
          await client.tasks.update(id, { hs_task_status: 'COMPLETED' }, { signal: ctx.signal });
          return { found: true };
        } catch (thrown) {
          if (isMissing(thrown)) return { found: false };
          throw thrown;
        }
      },
    });
  },
  'note.add': async (ctx) => {
    const { key, about, body, at } = ctx.task.payload;
    const { client } = await hubspot.of(ctx.task.tenantId);
    return ctx.effect('note', {
      vendor: 'hubspot',
      key,
      intent: { operation: 'notes.upsert', about },
      perform: async () => {
        const properties = { hs_note_body: body, hs_timestamp: at };
        const { id, created } = await client.notes.put(
          { key, properties, links: toLinks(about) },
          { signal: ctx.signal },
        );
        return { id, created };
      },
    });
  },
});

const recordDoings = ({
  hubspot,
}: Deps): Pick<Doings, 'objects.patch' | 'lifecycle.set' | 'deal.upsert' | 'contacts.reown'> => ({
  'objects.patch': async (ctx) => {
    const { type, objects } = ctx.task.payload;
    const { client } = await hubspot.of(ctx.task.tenantId);
    const names = ownPropertyNames.filter((name) => objects.some(({ properties }) => name in properties));
    return ctx.effect('patch', {
      vendor: 'hubspot',
      intent: { operation: `${type}.update`, ids: objects.map(({ id }) => id), properties: names },
      perform: async () => {
        await client.ensureProperties(type, names.map(ownProperty));
        const updates = objects.map(({ id, properties }) => ({ id, properties: toValues(properties) }));
        return { patched: await patchObjects(client[type], updates, { signal: ctx.signal }) };
      },
    });
  },
  'contacts.reown': makeReownContacts({ hubspot }),
  'lifecycle.set': async (ctx) => {
    const { objects, stage } = ctx.task.payload;
    const { client } = await hubspot.of(ctx.task.tenantId);
    return ctx.effect('lifecycle', {
      vendor: 'hubspot',
      intent: { operation: 'lifecycle.set', objects, stage },
      perform: async () => {
        let moved = 0;
        for (const { type, id } of objects)
          if (await setLifecycle(client, { type, id, stage }, { signal: ctx.signal })) moved += 1;
        return { moved };
      },
    });
  },
  'deal.upsert': async (ctx) => {
    const { key, about, name, amountMinor, currency, closeAt, ownerId } = ctx.task.payload;
    const { client } = await hubspot.of(ctx.task.tenantId);
    return ctx.effect('deal', {
      vendor: 'hubspot',
      key,
      intent: { operation: 'deals.upsert', about, amountMinor, currency, ownerId, closeAt },
      perform: async () => {
        const [pipeline] = await client.listPipelines('deals', { signal: ctx.signal });
        const properties = {
          dealname: name,
          amount: String(toWholeUnits(amountMinor, currency)),
          deal_currency_code: currency.toUpperCase(),
          closedate: closeAt,
          pipeline: pipeline?.id ?? 'default',
          dealstage: pipeline?.stages[0]?.id ?? 'appointmentscheduled',
          dealtype: 'existingbusiness',
          ...ownedBy(ownerId),
        };
        const { id, created } = await client.deals.put(
          { key, properties, links: toLinks(about) },
          { signal: ctx.signal },
        );
        return { id, created };
      },
    });
  },
});

/**
 * The writes at HubSpot. No `verify` anywhere: keys are values of a unique property of ours, and the same
 * values twice are the same values, so that writing again finds what is there.
 */
export const makeDoings = (deps: Deps): Doings => ({ ...activityDoings(deps), ...recordDoings(deps) });
