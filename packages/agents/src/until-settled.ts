import type { TaskContext } from '@sherpa/agent-kit';
import { isSettled, type ReadKind } from '@sherpa/db';
import { lookLater } from './look-later.ts';

/** What must have been read whole before what is missing means anything. */
const KINDS: readonly ReadKind[] = [
  { system: 'hubspot', stream: 'contacts', objectType: 'contact' },
  { system: 'hubspot', stream: 'companies', objectType: 'company' },
  { system: 'stripe', stream: 'customers', objectType: 'customer' },
  { system: 'stripe', stream: 'subscriptions', objectType: 'subscription' },
  { system: 'stripe', stream: 'invoices', objectType: 'invoice' },
];

const FIRST_REST_MS = 1_000;
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
  throw lookLater('People and bills are still being read.', attempt, FIRST_REST_MS);
};
