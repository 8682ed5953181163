import type { Db } from '../schema/index.ts';
import { findMirrored, findMirroredOf, type MirroredSource, type SourceKinds } from './mirrored-source.ts';

/** A field of a customer as the projection explains it, without its value. */
export interface FieldOrigin {
  /** As it is called in the API. */
  readonly field: string;
  readonly system: string;
  readonly rule: string;
  /** The objects that it comes from, as the mirror has them, the one that was told of last first. */
  readonly sources: readonly MirroredSource[];
}

/** Of fields that no single object says: which objects say it together. */
const together: Readonly<Record<string, readonly string[]>> = {
  subscriptionStatus: ['subscription'],
  monthlyRevenue: ['subscription'],
  receivable: ['invoice'],
  stripeCustomerIds: ['customer'],
  delinquent: ['customer'],
  taxIds: ['customer'],
};

/** So that people may write a field as they read it: `monthly-revenue`, `Monthly revenue`. */
const bare = (field: string): string => field.toLowerCase().replaceAll(/[^a-z]/gu, '');

const systems = ['hubspot', 'stripe', 'notion'] as const;

interface FieldRow {
  readonly field: string;
  readonly source_system: string;
  readonly source_type: string | null;
  readonly source_id: string | null;
  readonly rule: string;
}

const sourcesOf = async (tx: Db, customerId: string, row: FieldRow): Promise<readonly MirroredSource[]> => {
  const system = systems.find((known) => known === row.source_system);
  if (system === undefined) return [];
  if (row.source_type !== null && row.source_id !== null) {
    const object = { system, objectType: row.source_type, externalId: row.source_id };
    return [(await findMirrored(tx, object)) ?? []].flat();
  }
  const kinds: SourceKinds = { system, objectTypes: together[row.field] };
  return findMirroredOf(tx, customerId, kinds);
};

/** Where a field of a customer comes from; where it has no such field, those that it has. */
export const findFieldOrigin = async (
  tx: Db,
  customerId: string,
  field: string,
): Promise<FieldOrigin | { readonly known: readonly string[] }> => {
  const rows = await tx
    .selectFrom('customer_fields')
    .select(['field', 'source_system', 'source_type', 'source_id', 'rule'])
    .where('customer_id', '=', customerId)
    .orderBy('field')
    .execute();
  const wanted = bare(field) === 'balance' ? 'balanceminor' : bare(field);
  const row = rows.find((one) => bare(one.field) === wanted);
  if (row === undefined) return { known: rows.map((one) => one.field) };
  return {
    field: row.field,
    system: row.source_system,
    rule: row.rule,
    sources: await sourcesOf(tx, customerId, row),
  };
};
