import type { Handler } from '@sherpa/agent-kit';
import { resolveDepsOf } from '../../resolve-deps.ts';
import { knowledgeContract, type KnowledgeContract } from '../contract.ts';
import { knowledgeFacts } from '../facts.ts';
import { stateOf } from '../../resolve-mirror.ts';
import { resolvePages } from '../resolve/resolve-pages.ts';
import { askToResolve } from './streams.ts';
import type { StreamDeps } from './streams.ts';

/** Two hundred pages take more than a minute: Notion gives three a second. */
const MOST_BATCHES = 5;

/** Reads what has changed in the mirror into the knowledge base and the customers. */
export const makeResolveMirror =
  ({ notion }: Pick<StreamDeps, 'notion'>): Handler<KnowledgeContract, 'mirror.resolve'> =>
  async (ctx) => {
    const { tenantId, id: taskId } = ctx.task;
    const outcome = await resolvePages(
      {
        ...resolveDepsOf(ctx),
        taskId,
        signal: ctx.signal,
        isTold: (record) => knowledgeFacts(record).length > 0,
        clientOf: async (connectionId) => (await notion.of(tenantId, connectionId)).client,
      },
      MOST_BATCHES,
    );
    const { resolved, setAside, poison, found, told, isMore } = outcome;
    if (poison.length > 0) {
      const objects = poison.map(({ externalId, why }) => ({ externalId, why }));
      ctx.emit('sync.quarantined', { stream: 'pages', objects });
    }
    for (const { connectionId, ids } of found) {
      const objects = ids.map((id) => ({ type: 'page', id }));
      ctx.enqueue(knowledgeContract, 'objects.refresh', { connectionId, objects, reason: 'found in a page' });
    }
    for (const record of told)
      for (const one of knowledgeFacts(record))
        one.tell(ctx, record.writtenBy === null ? {} : { causedBy: record.writtenBy });
    if (told.length > 0) ctx.enqueue(knowledgeContract, 'mirror.settle', { records: told.map(stateOf) });
    if (isMore) askToResolve(ctx);
    return { resolved, setAside };
  };
