import type { Handler } from '@sherpa/agent-kit';
import { markResolved, retryConflicts } from '@sherpa/db';
import type { BillingContract } from '../contract.ts';

/** Marks objects of which somebody has been told for certain. */
export const settleMirror: Handler<BillingContract, 'mirror.settle'> = async (ctx) => {
  const { records } = ctx.task.payload;
  const { tenantId } = ctx.task;
  await retryConflicts(() =>
    ctx.withTenant((tx) => markResolved(tx, { tenantId, system: 'stripe', records })),
  );
  return { settled: records.length };
};
