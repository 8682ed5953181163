import type { Handler } from '@sherpa/agent-kit';
import { refreshStreams } from '../../refresh-streams.ts';
import { runDepsOf } from '../../run-stream-task.ts';
import { knowledgeContract, type KnowledgeContract } from '../contract.ts';
import { allKnowledgeStreams } from '../streams/index.ts';
import { askToResolve } from './stream-end.ts';
import type { StreamDeps } from './sync-stream.ts';

/** Asks Notion for objects as they are now: what a webhook, a person or a page above calls for. */
export const makeRefreshObjects =
  ({ notion, clock }: StreamDeps): Handler<KnowledgeContract, 'objects.refresh'> =>
  async (ctx) => {
    const { objects, connectionId } = ctx.task.payload;
    const connected = await notion.of(ctx.task.tenantId, connectionId);
    const deps = runDepsOf(ctx, knowledgeContract.agent, connected.connectionId);
    const streams = allKnowledgeStreams({ notion: connected.client, clock });
    const { poison, ...result } = await refreshStreams(deps, streams, objects);
    if (poison.length > 0) {
      const told = poison.map(({ externalId, why }) => ({ externalId, why }));
      ctx.emit('sync.quarantined', { stream: 'objects.refresh', objects: told });
    }
    if (result.changed > 0) askToResolve(ctx);
    return result;
  };
