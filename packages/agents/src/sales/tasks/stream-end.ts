import type { TaskContext } from '@sherpa/agent-kit';
import { scheduleKey } from '@sherpa/core';
import { BACKFILL_PRIORITY, type StreamEnd } from '../../run-stream-task.ts';
import { salesContract, type SalesContract } from '../contract.ts';
import type { SalesStream } from '../streams/index.ts';

/** Has what changed in the mirror made into customers. */
export const askToResolve = (ctx: Pick<TaskContext<SalesContract>, 'enqueue'>): void =>
  ctx.enqueue(
    salesContract,
    'mirror.resolve',
    {},
    { key: scheduleKey('mirror.resolve'), concurrencyKey: 'resolve' },
  );

/** What follows from a task of a stream. */
export const streamEnd = (
  ctx: Pick<TaskContext<SalesContract>, 'emit' | 'enqueue'>,
  name: SalesStream,
  task: `${SalesStream}.sync` | `${SalesStream}.audit`,
  connectionId: string | undefined,
): StreamEnd => ({
  synced: (run) => ctx.emit(`${name}.synced` as const, run),
  goOn: ({ isBackfill }) =>
    ctx.enqueue(
      salesContract,
      task,
      { connectionId },
      { key: scheduleKey(task), ...(isBackfill ? { priority: BACKFILL_PRIORITY } : {}) },
    ),
  resolve: () => askToResolve(ctx),
  quarantined: (told) => ctx.emit('sync.quarantined', told),
  forbidden: (told) => ctx.emit('sync.forbidden', told),
  doubted: (told) => ctx.emit('sync.doubted', told),
});
