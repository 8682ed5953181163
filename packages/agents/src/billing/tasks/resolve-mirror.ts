import type { Handler } from '@sherpa/agent-kit';
import { retryConflicts, type MirroredRecord } from '@sherpa/db';
import { resolveRecords } from '@sherpa/sync';
import { salesContract } from '../../sales/contract.ts';
import { billingContract, type BillingContract } from '../contract.ts';
import { billingMappers } from '../mappers.ts';
import { pastDueOf } from '../past-due.ts';
import { askToResolve } from './streams.ts';

/** Five thousand objects take seconds. */
const MOST_BATCHES = 25;

const stateOf = ({ connectionId, objectType, externalId, contentHash, isDeleted }: MirroredRecord) => ({
  connectionId,
  objectType,
  externalId,
  contentHash,
  isDeleted,
});

/**
 * Makes customers of what has changed of Stripe in the mirror, and tells sales of subscriptions that are past
 * due. Those are marked by a task of their own, committed with the messages: should this one die before it is
 * recorded, they are found again, and the message's key keeps it one.
 */
export const resolveMirror: Handler<BillingContract, 'mirror.resolve'> = async (ctx) => {
  const { resolved, setAside, told, isMore } = await resolveRecords(
    { tenantId: ctx.task.tenantId, withTenant: (work) => retryConflicts(() => ctx.withTenant(work)) },
    {
      system: 'stripe',
      mappers: billingMappers,
      isTold: (record) => pastDueOf(record) !== undefined,
      mostBatches: MOST_BATCHES,
    },
  );
  for (const pastDue of told.flatMap((record) => pastDueOf(record) ?? [])) {
    const key = `past-due:${pastDue.subscriptionId}:${pastDue.invoiceId ?? 'none'}`;
    ctx.send(salesContract, 'payment.past-due', pastDue, { key });
  }
  if (told.length > 0) ctx.enqueue(billingContract, 'mirror.settle', { records: told.map(stateOf) });
  if (isMore) askToResolve(ctx);
  return { resolved, setAside };
};
