import { z } from 'zod';
import { nodeOf } from '../customers/graph/node-of.ts';
import {
  eraseForgotten,
  findForgotten,
  hasForgotten,
  type Forgotten,
} from '../customers/privacy/forgotten.ts';
import type { Db } from '../schema/index.ts';
import type { MirrorRow, RecordPlace } from './record.ts';

type Place = Omit<RecordPlace, 'connectionId'>;

interface ReadRow {
  readonly row: MirrorRow;
  readonly node: string;
  readonly said: unknown;
}

/** Objects that are somebody by the address they have, rather than only name somebody. */
const PEOPLE: ReadonlySet<string> = new Set(['contact', 'customer']);

const ownSchema = z.object({
  email: z.string().nullish(),
  additionalEmails: z.array(z.string()).optional(),
});

const isTheirs = (objectType: string, said: unknown, addresses: ReadonlySet<string>): boolean => {
  if (!PEOPLE.has(objectType)) return false;
  const { data } = ownSchema.safeParse(said);
  return [data?.email ?? '', ...(data?.additionalEmails ?? [])].some((email) => addresses.has(email.trim()));
};

/** What may be kept of a row. Its hash stays, so that the same is not written again by the next audit. */
const keep = (objectType: string, { row, node, said }: ReadRow, forgotten: Forgotten): MirrorRow[] => {
  // That they were is known already, under a hash.
  if (forgotten.nodes.has(node)) return [];
  // A person of another id, or a payer who may have another address some day.
  if (isTheirs(objectType, said, forgotten.addresses)) {
    return [{ ...row, payload: '{}', deleteReason: row.deleteReason ?? 'deleted' }];
  }
  return [{ ...row, payload: JSON.stringify(eraseForgotten(said, forgotten)) }];
};

/**
 * The rows as they may be stored: without what would bring a forgotten person back. Where nobody was forgotten
 * that costs the question whether anybody was, and nothing is read.
 */
export const withoutForgotten = async (
  tx: Db,
  { tenantId, system, objectType }: Place,
  rows: readonly MirrorRow[],
): Promise<readonly MirrorRow[]> => {
  if (rows.length === 0 || !(await hasForgotten(tx, tenantId))) return rows;
  const read = rows.map((row): ReadRow => ({
    row,
    node: nodeOf({ system, objectType, externalId: row.externalId }),
    said: JSON.parse(row.payload),
  }));
  const forgotten = await findForgotten(tx, tenantId, {
    nodes: read.map(({ node }) => node),
    said: read.map(({ said }) => said),
  });
  if (forgotten.pseudonyms.size === 0 && forgotten.addresses.size === 0) return rows;
  return read.flatMap((one) => keep(objectType, one, forgotten));
};
