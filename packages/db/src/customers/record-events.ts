import { sql } from 'kysely';
import { newId, type Json } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import type { GivenIds } from './graph/give-ids.ts';
import type { Neighbourhood } from './graph/load-neighbourhood.ts';
import type { Placement } from './graph/place-objects.ts';

interface NewEvent {
  readonly id: string;
  readonly kind: 'merge' | 'split';
  readonly level: 'person' | 'account';
  readonly customer: string;
  readonly other: string;
  readonly moved: readonly string[];
}

/** The objects of a customer before, as far as they belonged to it at that level. */
const nodesOf = ({ objects }: Neighbourhood, level: NewEvent['level'], id: string): string[] =>
  objects
    .filter(({ node, personId, accountId }) =>
      level === 'person' ? personId === id : accountId === id && node.startsWith('hubspot:company:'),
    )
    .map(({ node }) => node)
    .toSorted();

const toEvents = (near: Neighbourhood, level: NewEvent['level'], given: GivenIds): NewEvent[] => [
  ...[...given.merged].map(([other, customer]) => ({
    id: newId(),
    kind: 'merge' as const,
    level,
    customer,
    other,
    moved: nodesOf(near, level, other),
  })),
  ...[...given.split].map(([customer, from]) => ({
    id: newId(),
    kind: 'split' as const,
    level,
    customer: from,
    other: customer,
    moved: (given.components.find(({ id }) => id === customer)?.objects ?? [])
      .map(({ node }) => node)
      .toSorted(),
  })),
];

/**
 * Writes down which customers became one, and which came out of another one. `moved` are the objects that
 * changed hands: to give them back is to undo it. Of what was merged away the event keeps the age.
 */
export const recordEvents = async (
  tx: Db,
  tenantId: string,
  { near, placement }: { readonly near: Neighbourhood; readonly placement: Placement },
  told: { readonly cause: Json; readonly inverse: Json },
): Promise<void> => {
  const events = [
    ...toEvents(near, 'person', placement.persons),
    ...toEvents(near, 'account', placement.accounts),
  ];
  if (events.length === 0) return;
  await sql`
    insert into identity_events (id, tenant_id, kind, level, customer_id, other_id, cause, inverse, moved)
    select id, ${tenantId}::uuid, kind, level, customer, other, ${toJsonb(told.cause)}::jsonb,
      ${toJsonb(told.inverse)}::jsonb || coalesce((
        select jsonb_build_object('was', jsonb_build_object('version', c.version, 'createdAt', c.created_at))
        from customer_cache c where c.id = x.other and x.kind = 'merge'), '{}'), moved
    from jsonb_to_recordset(${toJsonb(events)}::jsonb)
      as x(id uuid, kind text, level text, customer uuid, other uuid, moved text[])`.execute(tx);
};
