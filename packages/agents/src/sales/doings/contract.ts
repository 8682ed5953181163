import { z } from 'zod';
import { ownPropertyNames } from './own-properties.ts';

/** What a task, a note or a deal hangs on at HubSpot. */
export const aboutSchema = z
  .array(
    z.strictObject({
      type: z.enum(['contacts', 'companies', 'deals', 'tickets']),
      id: z.string().min(1),
    }),
  )
  .min(1)
  .max(10);

const key = z.string().min(1).max(200).describe('One of each key: asked for again, the same one is changed.');

/** A write by its key, or of objects that are named. Quick, and wanted at once. */
const written = z.object({ id: z.string(), created: z.boolean() });
const counted = z.object({ count: z.int(), newest: z.string().nullable() });
const pretend = { id: 'dry-run', created: true } as const;
const priority = 50;

const assignment = z.strictObject({ contactId: z.string().min(1), ownerId: z.string().min(1) });

const reowning = z.strictObject({
  ids: z.array(z.string().min(1)).min(1).max(100),
  from: z.array(z.string().min(1)).min(1).max(1_000),
  to: z.string().min(1),
});

/** What other agents have done at HubSpot: each of them one write. */
export const salesDoings = {
  'task.upsert': {
    description: 'Gives a person a task at HubSpot, one per key.',
    priority,
    payload: z.strictObject({
      key,
      about: aboutSchema,
      subject: z.string().min(1).max(500),
      body: z.string().max(20_000),
      ownerId: z.string().min(1).nullable(),
      dueAt: z.iso.datetime(),
      priority: z.enum(['low', 'medium', 'high']),
    }),
    result: written,
    pretend,
  },
  'task.complete': {
    description: 'Completes a task at HubSpot; one that is gone counts as completed.',
    priority,
    payload: z.strictObject({ id: z.string().min(1) }),
    result: z.object({ found: z.boolean() }),
    pretend: { found: true },
  },
  'note.add': {
    description: 'Adds a note to records at HubSpot, one per key.',
    priority,
    payload: z.strictObject({
      key,
      about: aboutSchema,
      body: z.string().min(1).max(60_000),
      at: z.iso.datetime(),
    }),
    result: written,
    pretend,
  },
  'objects.patch': {
    description: 'Sets properties of ours on records at HubSpot, which are made where they are missing.',
    priority,
    payload: z.strictObject({
      type: z.enum(['contacts', 'companies', 'deals', 'tickets']),
      objects: z
        .array(
          z.strictObject({
            id: z.string().min(1),
            properties: z.partialRecord(
              z.enum(ownPropertyNames),
              z.union([z.string().max(5_000), z.number(), z.null()]),
            ),
          }),
        )
        .min(1)
        .max(100),
    }),
    result: z.object({ patched: z.int() }),
    pretend: { patched: 1 },
  },
  'contacts.reown': {
    description: 'Gives contacts at HubSpot to another owner, those that still belong to the ones named.',
    priority,
    payload: reowning,
    result: z.object({ changed: z.int() }),
    pretend: (payload: unknown) => ({ changed: reowning.parse(payload).ids.length }),
  },
  'contact.erase': {
    description: 'Erases a contact at HubSpot for good; one that is gone counts as erased.',
    priority,
    payload: z.strictObject({ contactId: z.string().min(1) }),
    result: z.object({ found: z.boolean() }),
    pretend: { found: true },
  },
  'lifecycle.set': {
    description:
      'Moves records at HubSpot to a lifecycle stage, also backwards; one that is gone is left out.',
    priority,
    payload: z.strictObject({
      objects: z
        .array(z.strictObject({ type: z.enum(['contacts', 'companies']), id: z.string().min(1) }))
        .min(1)
        .max(10),
      stage: z.string().min(1),
    }),
    result: z.object({ moved: z.int() }),
    pretend: { moved: 1 },
  },
  'deal.upsert': {
    description: 'Makes a deal at HubSpot, one per key, in the first stage of its pipeline.',
    priority,
    payload: z.strictObject({
      key,
      about: aboutSchema,
      name: z.string().min(1).max(500),
      amountMinor: z.int().min(0),
      currency: z.string().regex(/^[a-z]{3}$/u),
      closeAt: z.iso.datetime(),
      ownerId: z.string().min(1).nullable(),
    }),
    result: written,
    pretend,
  },
  'history.read': {
    description: 'Counts the notes and tickets of records at HubSpot, and says when the last ones came.',
    priority,
    payload: z.strictObject({ about: aboutSchema }),
    result: z.object({ notes: counted, tickets: counted }),
    pretend: { notes: { count: 0, newest: null }, tickets: { count: 0, newest: null } },
  },
  'owner.assign': {
    description: 'Gives a contact at HubSpot an owner, where it has none.',
    priority,
    payload: assignment,
    result: z.object({ ownerId: z.string(), assigned: z.boolean() }),
    pretend: (payload: unknown) => ({ ownerId: assignment.parse(payload).ownerId, assigned: true }),
  },
  'company.tie': {
    description: 'Ties a contact at HubSpot to a company.',
    priority,
    payload: z.strictObject({ contactId: z.string().min(1), companyId: z.string().min(1) }),
    result: z.object({ tied: z.boolean() }),
    pretend: { tied: true },
  },
} as const;
