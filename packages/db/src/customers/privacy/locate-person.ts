import { sql } from 'kysely';
import type { Db } from '../../schema/index.ts';
import { normaliseEmail } from '../keys/normalise-email.ts';
import { findPerson } from './find-person.ts';
import { namesThem } from './names-them.ts';
import { findSuppressedKeys } from './suppressions.ts';

/** Whom to look for: by an object, an address, or the customer that we made of them. */
export interface LocateRequest {
  readonly node?: string | undefined;
  readonly email?: string | undefined;
  readonly customerId?: string | undefined;
}

/** Where a person is, without anything that says who. */
export interface LocatedPerson {
  /** Their objects at the vendors, as `hubspot:contact:1`; bills stay and are not among them. */
  readonly objects: readonly string[];
  readonly customerIds: readonly string[];
  /** Pages of Notion that name them and are not about them. */
  readonly mentions: readonly string[];
  /** True where the object or address was forgotten before. */
  readonly isForgotten: boolean;
}

const MOST_MENTIONS = 100;

const PERSONAL = /^(?:hubspot:contact|stripe:customer|notion:page):(?!forgotten-)/u;

const nodeOfCustomer = async (tx: Db, tenantId: string, customerId: string): Promise<string | undefined> => {
  const { rows } = await sql<{ node: string }>`
    select node from customer_sources where tenant_id = ${tenantId} and person_id = ${customerId}::uuid
      and object_type in ('contact', 'customer') order by node limit 1`.execute(tx);
  return rows[0]?.node;
};

const mentionsOf = async (
  tx: Db,
  tenantId: string,
  texts: readonly string[],
  own: readonly string[],
): Promise<readonly string[]> => {
  if (texts.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select external_id as id from knowledge_base where tenant_id = ${tenantId} and source = 'notion'
      and not ('notion:page:' || external_id = any(${own}::text[]))
      and ${namesThem(sql`title || ' ' || content`, texts)}
    order by external_id limit ${MOST_MENTIONS}`.execute(tx);
  return rows.map(({ id }) => id);
};

/** Finds everything of a person that forgetting is about, here and at the vendors; changes nothing. */
export const locatePerson = async (
  tx: Db,
  tenantId: string,
  { customerId, node: named, email: typed }: LocateRequest,
): Promise<LocatedPerson> => {
  const node = customerId === undefined ? named : await nodeOfCustomer(tx, tenantId, customerId);
  const email = typed === undefined ? undefined : normaliseEmail(typed);
  if (node === undefined && email === undefined)
    return { objects: [], customerIds: [], mentions: [], isForgotten: false };
  const person = await findPerson(tx, tenantId, { node, email, typed });
  const objects = person.known.filter((one) => PERSONAL.test(one));
  const keys = [...(node === undefined ? [] : [node]), ...(email === undefined ? [] : [`email:${email}`])];
  return {
    objects,
    customerIds: person.customerIds,
    mentions: await mentionsOf(tx, tenantId, person.texts, objects),
    isForgotten: (await findSuppressedKeys(tx, tenantId, keys)).size > 0,
  };
};
