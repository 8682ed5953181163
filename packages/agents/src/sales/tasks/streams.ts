import type { Clients, Handler, TaskContext } from '@sherpa/agent-kit';
import { scheduleKey } from '@sherpa/core';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import { coordinatorContract } from '../../coordinator/contract.ts';
import { ERASED } from '../../stream-contract.ts';
import type { StreamDoors } from '../../stream-doors.ts';
import { auditStream, refreshObjectsOf, syncStream, type AgentStreams } from '../../stream-tasks.ts';
import { salesContract, type SalesContract } from '../contract.ts';
import { bindSalesStreams, type SalesStream } from '../streams/index.ts';

/** What the tasks of HubSpot's streams are made of. */
export interface StreamDeps {
  readonly hubspot: Clients<HubSpot>;
}

type Doors = Pick<TaskContext<SalesContract>, 'emit' | 'enqueue'>;

const streamsOf = ({ hubspot }: StreamDeps): AgentStreams<HubSpot, SalesStream> => ({
  agent: salesContract.agent,
  clients: hubspot,
  bind: bindSalesStreams,
});

/** Has what changed in the mirror made into customers. */
export const askToResolve = (ctx: Pick<Doors, 'enqueue'>): void =>
  ctx.enqueue(
    salesContract,
    'mirror.resolve',
    {},
    { key: scheduleKey('mirror.resolve'), concurrencyKey: 'resolve' },
  );

const doorsOf = (ctx: Doors): StreamDoors<SalesStream> => ({
  synced: (name, run) => ctx.emit(`${name}.synced` as const, run),
  enqueue: (task, { payload, options }) => ctx.enqueue(salesContract, task, payload, options),
  resolve: () => askToResolve(ctx),
});

/** Keeps the mirror of a stream up to date. */
export const makeSyncStream =
  (deps: StreamDeps, name: SalesStream): Handler<SalesContract, `${SalesStream}.sync`> =>
  (ctx) =>
    syncStream(streamsOf(deps), name, ctx, doorsOf(ctx));

/** Compares the mirror of a stream with HubSpot and mends it. */
export const makeAuditStream =
  (deps: StreamDeps, name: SalesStream): Handler<SalesContract, `${SalesStream}.audit`> =>
  (ctx) =>
    auditStream(streamsOf(deps), name, ctx, doorsOf(ctx));

type Refreshing = Parameters<Handler<SalesContract, 'objects.refresh'>>[0];

/** Whoever was erased at HubSpot is to go everywhere. */
const tellErasures = (ctx: Refreshing): void => {
  const { reason, objects } = ctx.task.payload;
  if (reason !== ERASED) return;
  for (const { type, id } of objects) {
    // As nodes are written, so that forgetting finds them.
    const node = `hubspot:contact:${id}`;
    const terms = { key: `${node}:erased`, concurrencyKey: node };
    if (type === 'contact') ctx.send(coordinatorContract, 'contact.erased', { contactId: id }, terms);
  }
};

/** Asks HubSpot for objects as they are now. */
export const makeRefreshObjects =
  (deps: StreamDeps): Handler<SalesContract, 'objects.refresh'> =>
  (ctx) => {
    tellErasures(ctx);
    return refreshObjectsOf(streamsOf(deps), ctx, doorsOf(ctx));
  };
