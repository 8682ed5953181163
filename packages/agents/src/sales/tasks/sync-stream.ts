import type { Clients, Handler } from '@sherpa/agent-kit';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import { runDepsOf, runStreamTask } from '../../run-stream-task.ts';
import { salesContract, type SalesContract } from '../contract.ts';
import { bindSalesStreams, type SalesStream } from '../streams/index.ts';
import { streamEnd } from './stream-end.ts';

/** What a task of a stream is made of. */
export interface StreamDeps {
  readonly hubspot: Clients<HubSpot>;
}

/** Keeps the mirror of a stream up to date: everything the first time, then what changes. */
export const makeSyncStream =
  ({ hubspot }: StreamDeps, name: SalesStream): Handler<SalesContract, `${SalesStream}.sync`> =>
  async (ctx) => {
    const { full, connectionId } = ctx.task.payload;
    const connected = await hubspot.of(ctx.task.tenantId, connectionId);
    return runStreamTask(
      runDepsOf(ctx, salesContract.agent, connected.connectionId),
      bindSalesStreams(connected.client)[name],
      { lane: 'sync', full, acceptAbsence: false, taskId: ctx.task.id },
      streamEnd(ctx, name, `${name}.sync`, connectionId),
    );
  };

/** Compares the mirror of a stream with HubSpot and mends it. */
export const makeAuditStream =
  ({ hubspot }: StreamDeps, name: SalesStream): Handler<SalesContract, `${SalesStream}.audit`> =>
  async (ctx) => {
    const { acceptAbsence, connectionId } = ctx.task.payload;
    const connected = await hubspot.of(ctx.task.tenantId, connectionId, 'background');
    return runStreamTask(
      runDepsOf(ctx, salesContract.agent, connected.connectionId),
      bindSalesStreams(connected.client)[name],
      { lane: 'audit', full: false, acceptAbsence, taskId: ctx.task.id },
      streamEnd(ctx, name, `${name}.audit`, connectionId),
    );
  };
