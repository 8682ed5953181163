import type { TaskContext } from '@sherpa/agent-kit';
import { scheduleKey } from '@sherpa/core';
import { BACKFILL_PRIORITY, type StreamEnd } from '../../run-stream-task.ts';
import { knowledgeContract, type KnowledgeContract } from '../contract.ts';
import type { KnowledgeStream } from '../streams/index.ts';

/** Has the pages that changed in the mirror read into the knowledge base. */
export const askToResolve = (ctx: Pick<TaskContext<KnowledgeContract>, 'enqueue'>): void =>
  ctx.enqueue(
    knowledgeContract,
    'mirror.resolve',
    {},
    { key: scheduleKey('mirror.resolve'), concurrencyKey: 'resolve' },
  );

/** What follows from a task of a stream. */
export const streamEnd = (
  ctx: Pick<TaskContext<KnowledgeContract>, 'emit' | 'enqueue'>,
  name: KnowledgeStream,
  task: `${KnowledgeStream}.sync` | `${KnowledgeStream}.audit`,
  connectionId: string | undefined,
): StreamEnd => ({
  synced: (run) => ctx.emit(`${name}.synced` as const, run),
  goOn: ({ isBackfill }) =>
    ctx.enqueue(
      knowledgeContract,
      task,
      { connectionId },
      { key: scheduleKey(task), ...(isBackfill ? { priority: BACKFILL_PRIORITY } : {}) },
    ),
  resolve: () => askToResolve(ctx),
  quarantined: (told) => ctx.emit('sync.quarantined', told),
  forbidden: (told) => ctx.emit('sync.forbidden', told),
  doubted: (told) => ctx.emit('sync.doubted', told),
});
