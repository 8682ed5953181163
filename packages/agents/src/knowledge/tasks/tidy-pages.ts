import type { Handler } from '@sherpa/agent-kit';
import { deleteUnreachable, retryConflicts, retryQuarantined } from '@sherpa/db';
import type { KnowledgeContract } from '../contract.ts';
import { CONTENT_UNREADABLE } from '../resolve/save-batch.ts';
import { askToResolve } from './streams.ts';

/** Ends what has been out of reach for longer than the time of grace, and has what could not be read tried again. */
export const tidyPages: Handler<KnowledgeContract, 'pages.tidy'> = async (ctx) => {
  const { tenantId } = ctx.task;
  const tidied = await retryConflicts(() =>
    ctx.withTenant(async (tx) => {
      const { pageIds } = await deleteUnreachable(tx, ctx.task.payload.graceMs);
      const again = { tenantId, system: 'notion', reason: CONTENT_UNREADABLE } as const;
      return { deleted: pageIds.length, retried: await retryQuarantined(tx, again) };
    }),
  );
  if (tidied.retried > 0) askToResolve(ctx);
  return tidied;
};
