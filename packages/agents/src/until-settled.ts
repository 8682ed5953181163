import type { TaskContext } from '@sherpa/agent-kit';
import { AgentError } from '@sherpa/core';
import { isSettled, type ReadKind } from '@sherpa/db';

/** What must have been read whole before what is missing means anything. */
const KINDS: readonly ReadKind[] = [
  { system: 'hubspot', stream: 'contacts', objectType: 'contact' },
  { system: 'hubspot', stream: 'companies', objectType: 'company' },
  { system: 'stripe', stream: 'customers', objectType: 'customer' },
  { system: 'stripe', stream: 'subscriptions', objectType: 'subscription' },
  { system: 'stripe', stream: 'invoices', objectType: 'invoice' },
];

const FIRST_REST_MS = 1_000;
const MOST_REST_MS = 60_000;
/** Most of an hour: whoever has connected no such account is not waited for until the next night. */
const MOST_ATTEMPTS = 60;

type Asked = Pick<TaskContext, 'withTenant'> & {
  readonly task: { readonly tenantId: string; readonly attempt: number };
};

/**
 * True once people and bills have been read whole, and all are among the customers. Until then a task that looks at
 * everybody waits, uncounted; false where that does not come.
 */
export const untilSettled = async (ctx: Asked): Promise<boolean> => {
  const { tenantId, attempt } = ctx.task;
  if (await ctx.withTenant((tx) => isSettled(tx, tenantId, KINDS))) return true;
  if (attempt > MOST_ATTEMPTS) return false;
  const afterMs = Math.round(Math.min(FIRST_REST_MS * 1.5 ** (attempt - 1), MOST_REST_MS));
  throw new AgentError('People and bills are still being read.', { retry: { afterMs, counted: false } });
};
