import type { Clients, Handler, TaskContext } from '@sherpa/agent-kit';
import { scheduleKey } from '@sherpa/core';
import type { StripeApi } from '@sherpa/integrations/stripe';
import type { StreamDoors } from '../../stream-doors.ts';
import { auditStream, refreshObjectsOf, syncStream, type AgentStreams } from '../../stream-tasks.ts';
import { billingContract, type BillingContract } from '../contract.ts';
import { bindBillingStreams, type BillingStream } from '../streams/index.ts';

/** What the tasks of Stripe's streams are made of. */
export interface StreamDeps {
  readonly stripe: Clients<StripeApi>;
}

type Doors = Pick<TaskContext<BillingContract>, 'emit' | 'enqueue'>;

const streamsOf = ({ stripe }: StreamDeps): AgentStreams<StripeApi, BillingStream> => ({
  agent: billingContract.agent,
  clients: stripe,
  bind: bindBillingStreams,
  // The payers of what follows are there by then.
  next: { customers: 'subscriptions', subscriptions: 'invoices' },
});

/** Has what changed in the mirror made into customers. */
export const askToResolve = (ctx: Pick<Doors, 'enqueue'>): void =>
  ctx.enqueue(
    billingContract,
    'mirror.resolve',
    {},
    { key: scheduleKey('mirror.resolve'), concurrencyKey: 'resolve' },
  );

const doorsOf = (ctx: Doors): StreamDoors<BillingStream> => ({
  synced: (name, run) => ctx.emit(`${name}.synced` as const, run),
  enqueue: (task, { payload, options }) => ctx.enqueue(billingContract, task, payload, options),
  resolve: () => askToResolve(ctx),
});

/** Keeps the mirror of a stream up to date. */
export const makeSyncStream =
  (deps: StreamDeps, name: BillingStream): Handler<BillingContract, `${BillingStream}.sync`> =>
  (ctx) =>
    syncStream(streamsOf(deps), name, ctx, doorsOf(ctx));

/** Compares the mirror of a stream with Stripe and mends it. */
export const makeAuditStream =
  (deps: StreamDeps, name: BillingStream): Handler<BillingContract, `${BillingStream}.audit`> =>
  (ctx) =>
    auditStream(streamsOf(deps), name, ctx, doorsOf(ctx));

/** Asks Stripe for objects as they are now. */
export const makeRefreshObjects =
  (deps: StreamDeps): Handler<BillingContract, 'objects.refresh'> =>
  (ctx) =>
    refreshObjectsOf(streamsOf(deps), ctx, doorsOf(ctx));
