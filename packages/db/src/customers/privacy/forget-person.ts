import { sql } from 'kysely';
import { NotFoundError } from '@sherpa/core';
import type { Db } from '../../schema/index.ts';
import { lockCustomers } from '../lock-customers.ts';
import { normaliseEmail } from '../keys/normalise-email.ts';
import { regroup } from '../regroup.ts';
import { findPerson } from './find-person.ts';
import { lockForgetting } from './forgotten.ts';
import { identityHandlers } from './identity-handlers.ts';
import { ledgerHandlers } from './ledger-handlers.ts';
import { mirrorHandlers } from './mirror-handlers.ts';
import type { ForgottenJob, PrivacyHandler } from './privacy-handler.ts';
import { suppress } from './suppressions.ts';

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
}

/** Addresses and objects under which the person would come back. */
const returning = (nodes: readonly string[], emails: readonly string[]): string[] => [
  ...nodes,
  ...emails.map((email) => `email:${email}`),
];

/**
 * Forgets a person in every table of a tenant, and keeps nothing but salted hashes by which a late webhook or
 * the next sync is refused. Bills stay, without whom they were for. `more` are handlers of tables that this
 * package does not know. Forgetting again changes nothing.
 */
export const forgetPerson = async (
  tx: Db,
  tenantId: string,
  request: ForgetRequest,
  more: readonly PrivacyHandler[] = [],
): Promise<ForgottenEverywhere> => {
  const email = request.email === undefined ? undefined : normaliseEmail(request.email);
  if (request.node === undefined && email === undefined)
    throw new NotFoundError('Nobody is named who could be forgotten.');
  await lockCustomers(tx, tenantId);
  await lockForgetting(tx, tenantId);
  const person = await findPerson(tx, tenantId, { node: request.node, email, typed: request.email });
  await suppress(tx, tenantId, returning(person.nodes, person.emails));
  const rows: Record<string, number> = {};
  const jobs: ForgottenJob[] = [];
  for (const { place, forget } of [...identityHandlers, ...mirrorHandlers, ...ledgerHandlers, ...more]) {
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
  return { rows, jobs, customerIds: person.customerIds };
};
