import type { Handler } from '@sherpa/agent-kit';
import { refreshStreams } from '../../refresh-streams.ts';
import { runDepsOf } from '../../run-stream-task.ts';
import { salesContract, type SalesContract } from '../contract.ts';
import { allSalesStreams } from '../streams/index.ts';
import { askToResolve } from './stream-end.ts';
import type { StreamDeps } from './sync-stream.ts';

/** Asks HubSpot for objects as they are now: what a webhook or a person calls for. */
export const makeRefreshObjects =
  ({ hubspot }: StreamDeps): Handler<SalesContract, 'objects.refresh'> =>
  async (ctx) => {
    const { objects, connectionId } = ctx.task.payload;
    const connected = await hubspot.of(ctx.task.tenantId, connectionId);
    const deps = runDepsOf(ctx, salesContract.agent, connected.connectionId);
    const { poison, ...result } = await refreshStreams(deps, allSalesStreams(connected.client), objects);
    if (poison.length > 0) {
      const told = poison.map(({ externalId, why }) => ({ externalId, why }));
      ctx.emit('sync.quarantined', { stream: 'objects.refresh', objects: told });
    }
    if (result.changed > 0) askToResolve(ctx);
    return result;
  };
