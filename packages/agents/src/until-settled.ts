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

const REST_MS = 60_000;

type Asked = Pick<TaskContext, 'withTenant'> & { readonly task: { readonly tenantId: string } };

/** Lets a task that looks at everybody wait, uncounted, while people and bills are read for the first time. */
export const untilSettled = async (ctx: Asked): Promise<void> => {
  if (await ctx.withTenant((tx) => isSettled(tx, ctx.task.tenantId, KINDS))) return;
  throw new AgentError('People and bills are still being read.', {
    retry: { afterMs: REST_MS, counted: false },
  });
};
