import type { TaskContext } from '@sherpa/agent-kit';
import { AgentError } from '@sherpa/core';
import { findCustomerByKey, isSettled, type Customer, type ReadKind } from '@sherpa/db';

/** Of whom it must be known before somebody can be said to be unknown. */
const KINDS: readonly ReadKind[] = [
  { system: 'hubspot', stream: 'contacts', objectType: 'contact' },
  { system: 'hubspot', stream: 'companies', objectType: 'company' },
  { system: 'stripe', stream: 'customers', objectType: 'customer' },
];

/**
 * In which the first sync of contacts gets some pages further, and longer each time up to a minute: of a large
 * account thousands wait, and asking is work.
 */
const FIRST_REST_MS = 2_000;
const MOST_REST_MS = 60_000;

const restMs = (attempt: number): number =>
  Math.round(Math.min(FIRST_REST_MS * 1.5 ** (attempt - 1), MOST_REST_MS));

type Asked = Pick<TaskContext, 'withTenant'> & {
  readonly task: { readonly tenantId: string; readonly attempt: number };
};

/**
 * The customer of that key, such as `stripe:customer:cus_1`; undefined where nobody has it. While people, companies
 * and payers are still being read for the first time the task waits, uncounted, instead.
 */
export const knownCustomer = async (ctx: Asked, key: string): Promise<Customer | undefined> => {
  const customer = await ctx.withTenant((tx) => findCustomerByKey(tx, key));
  const isWhole = customer !== undefined && aboutOf(customer).length > 0;
  if (isWhole || (await ctx.withTenant((tx) => isSettled(tx, ctx.task.tenantId, KINDS)))) return customer;
  throw new AgentError('Contacts, companies or payers are still being read.', {
    retry: { afterMs: restMs(ctx.task.attempt), counted: false },
  });
};

/** Enough for a first sync; after that whoever waits goes on with those who are known. */
const MOST_WAITS = 100;

/** Waits, uncounted, while people, companies and payers are still being read for the first time. */
export const untilEverybodyIsKnown = async (ctx: Asked): Promise<void> => {
  const { tenantId, attempt } = ctx.task;
  if (attempt > MOST_WAITS || (await ctx.withTenant((tx) => isSettled(tx, tenantId, KINDS)))) return;
  throw new AgentError('Contacts, companies or payers are still being read.', {
    retry: { afterMs: restMs(attempt), counted: false },
  });
};

/** What of a customer there is at HubSpot, as a task or a note hangs on it. */
export const aboutOf = ({
  hubspotContactId,
  hubspotCompanyId,
}: Pick<Customer, 'hubspotContactId' | 'hubspotCompanyId'>): {
  type: 'contacts' | 'companies';
  id: string;
}[] => [
  ...(hubspotContactId === null ? [] : [{ type: 'contacts' as const, id: hubspotContactId }]),
  ...(hubspotCompanyId === null ? [] : [{ type: 'companies' as const, id: hubspotCompanyId }]),
];

/** What people call a customer. */
export const nameOf = ({ company, name, email }: Pick<Customer, 'company' | 'name' | 'email'>): string =>
  company ?? name ?? email ?? 'unknown';
