import type { Clients, Handler } from '@sherpa/agent-kit';
import { scheduleKey } from '@sherpa/core';
import type { StripeApi } from '@sherpa/integrations/stripe';
import { runDepsOf, runStreamTask } from '../../run-stream-task.ts';
import { billingContract, type BillingContract } from '../contract.ts';
import { bindBillingStreams, type BillingStream } from '../streams/index.ts';
import { streamEnd } from './stream-end.ts';

/** What a task of a stream is made of. */
export interface StreamDeps {
  readonly stripe: Clients<StripeApi>;
}

/** What is read when a stream has been: the payers of what follows are there by then. */
const NEXT: Partial<Record<BillingStream, 'subscriptions.sync' | 'invoices.sync'>> = {
  customers: 'subscriptions.sync',
  subscriptions: 'invoices.sync',
};

/** Keeps the mirror of a stream up to date: everything the first time, then what changes. */
export const makeSyncStream =
  ({ stripe }: StreamDeps, name: BillingStream): Handler<BillingContract, `${BillingStream}.sync`> =>
  async (ctx) => {
    const { full, connectionId } = ctx.task.payload;
    const connected = await stripe.of(ctx.task.tenantId, connectionId);
    const result = await runStreamTask(
      runDepsOf(ctx, billingContract.agent, connected.connectionId),
      bindBillingStreams(connected.client)[name],
      { lane: 'sync', full, acceptAbsence: false, taskId: ctx.task.id },
      streamEnd(ctx, name, `${name}.sync`, connectionId),
    );
    const next = NEXT[name];
    // A kind that Stripe refuses does not keep the others from being read.
    if (next !== undefined && (result.complete || result.forbidden === true)) {
      ctx.enqueue(billingContract, next, { connectionId }, { key: scheduleKey(next) });
    }
    return result;
  };

/** Compares the mirror of a stream with Stripe and mends it. */
export const makeAuditStream =
  ({ stripe }: StreamDeps, name: BillingStream): Handler<BillingContract, `${BillingStream}.audit`> =>
  async (ctx) => {
    const { acceptAbsence, connectionId } = ctx.task.payload;
    const connected = await stripe.of(ctx.task.tenantId, connectionId, 'background');
    return runStreamTask(
      runDepsOf(ctx, billingContract.agent, connected.connectionId),
      bindBillingStreams(connected.client)[name],
      { lane: 'audit', full: false, acceptAbsence, taskId: ctx.task.id },
      streamEnd(ctx, name, `${name}.audit`, connectionId),
    );
  };
