import { sql } from 'kysely';
import { NotFoundError } from '@sherpa/core';
import type { Db } from '../../schema/index.ts';
import { lockCustomers } from '../lock-customers.ts';
import { normaliseEmail } from '../keys/normalise-email.ts';
import { regroup } from '../regroup.ts';
import { findPerson, type FoundPerson } from './find-person.ts';
import { lockForgetting } from './forgotten.ts';
import { identityHandlers } from './identity-handlers.ts';
import { ledgerHandlers } from './ledger-handlers.ts';
import { mirrorHandlers } from './mirror-handlers.ts';
import type { ForgottenJob, PrivacyHandler } from './privacy-handler.ts';
import { pointerHandlers } from './pointer-handlers.ts';
import { findPseudonyms, suppress } from './suppressions.ts';

/** Whom to forget: a vendor's object (`hubspot:contact:1`), an address, or both. */
export interface ForgetRequest {
  readonly node?: string | undefined;
  readonly email?: string | undefined;
}

export interface ForgottenEverywhere {
  /** Rows that were emptied or removed, by place. */
  readonly rows: Readonly<Record<string, number>>;
  /** Jobs for the queue to drop. */
  readonly jobs: readonly ForgottenJob[];
  readonly customerIds: readonly string[];
  /** Of how many objects the person was, by vendor; empty if nobody was known. */
  readonly objects: Readonly<Record<string, number>>;
}

/** Who would be forgotten, as far as that can be said without saying who. */
export type Whom = Pick<ForgottenEverywhere, 'customerIds' | 'objects'>;

const toWhom = ({ customerIds, known }: FoundPerson): Whom => {
  const objects: Record<string, number> = {};
  for (const node of known) {
    const [system = ''] = node.split(':');
    objects[system] = (objects[system] ?? 0) + 1;
  }
  return { customerIds, objects };
};

const find = (tx: Db, tenantId: string, request: ForgetRequest): Promise<FoundPerson> => {
  const email = request.email === undefined ? undefined : normaliseEmail(request.email);
  if (request.node === undefined && email === undefined)
    throw new NotFoundError('Nobody is named who could be forgotten.');
  return findPerson(tx, tenantId, { node: request.node, email, typed: request.email });
};

/** Who would be forgotten; changes nothing. */
export const previewForgetting = async (tx: Db, tenantId: string, request: ForgetRequest): Promise<Whom> =>
  toWhom(await find(tx, tenantId, request));

/** Addresses and objects under which the person would come back. */
const returning = (nodes: readonly string[], emails: readonly string[]): string[] => [
  ...nodes,
  ...emails.map((email) => `email:${email}`),
];

/**
 * Forgets a person in every table of a tenant, and keeps nothing but salted hashes by which a late webhook or
 * the next sync is refused. Bills stay, and where they named the person the hash of their id stands. `more` are handlers of tables that this
 * package does not know. Forgetting again changes nothing.
 */
export const forgetPerson = async (
  tx: Db,
  tenantId: string,
  request: ForgetRequest,
  more: readonly PrivacyHandler[] = [],
): Promise<ForgottenEverywhere> => {
  await lockCustomers(tx, tenantId);
  await lockForgetting(tx, tenantId);
  const found = await find(tx, tenantId, request);
  await suppress(tx, tenantId, returning(found.nodes, found.emails));
  const person = { ...found, pseudonyms: await findPseudonyms(tx, tenantId, found.nodes) };
  const rows: Record<string, number> = {};
  const jobs: ForgottenJob[] = [];
  const handlers = [...identityHandlers, ...mirrorHandlers, ...ledgerHandlers, ...more, ...pointerHandlers];
  for (const { place, forget } of handlers) {
    const done = await forget(tx, person);
    rows[place] = (rows[place] ?? 0) + done.rows;
    jobs.push(...(done.jobs ?? []));
  }
  // Whoever shared an address with the person, and the accounts that it paid for, are looked at anew.
  const { rows: left } = await sql<{ node: string }>`
    select node from customer_sources where person_id = any(${person.customerIds}::uuid[])`.execute(tx);
  await regroup(tx, {
    tenantId,
    taken: [],
    nodes: left.map(({ node }) => node),
    customerIds: [...person.customerIds, ...person.accountIds],
    // History would tell what the fields were.
    cause: null,
  });
  return { rows, jobs, ...toWhom(person) };
};
