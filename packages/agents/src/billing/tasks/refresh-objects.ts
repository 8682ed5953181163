import type { Handler } from '@sherpa/agent-kit';
import { refreshStreams } from '../../refresh-streams.ts';
import { runDepsOf } from '../../run-stream-task.ts';
import { billingContract, type BillingContract } from '../contract.ts';
import { allBillingStreams } from '../streams/index.ts';
import { askToResolve } from './stream-end.ts';
import type { StreamDeps } from './sync-stream.ts';

/** Asks Stripe for objects as they are now: what a webhook or a person calls for. */
export const makeRefreshObjects =
  ({ stripe }: StreamDeps): Handler<BillingContract, 'objects.refresh'> =>
  async (ctx) => {
    const { objects, connectionId } = ctx.task.payload;
    const connected = await stripe.of(ctx.task.tenantId, connectionId);
    const deps = runDepsOf(ctx, billingContract.agent, connected.connectionId);
    const { poison, ...result } = await refreshStreams(deps, allBillingStreams(connected.client), objects);
    if (poison.length > 0) {
      const told = poison.map(({ externalId, why }) => ({ externalId, why }));
      ctx.emit('sync.quarantined', { stream: 'objects.refresh', objects: told });
    }
    if (result.changed > 0) askToResolve(ctx);
    return result;
  };
