import type { TaskContext } from '@sherpa/agent-kit';
import { scheduleKey } from '@sherpa/core';
import { BACKFILL_PRIORITY, type StreamEnd } from '../../run-stream-task.ts';
import { billingContract, type BillingContract } from '../contract.ts';
import type { BillingStream } from '../streams/index.ts';

type Doors = Pick<TaskContext<BillingContract>, 'emit' | 'enqueue'>;

/** Has what changed in the mirror made into customers. */
export const askToResolve = (ctx: Pick<Doors, 'enqueue'>): void =>
  ctx.enqueue(
    billingContract,
    'mirror.resolve',
    {},
    { key: scheduleKey('mirror.resolve'), concurrencyKey: 'resolve' },
  );

/** What follows from a task of a stream. */
export const streamEnd = (
  ctx: Doors,
  name: BillingStream,
  task: `${BillingStream}.sync` | `${BillingStream}.audit`,
  connectionId: string | undefined,
): StreamEnd => ({
  synced: (run) => ctx.emit(`${name}.synced` as const, run),
  goOn: ({ isBackfill }) =>
    ctx.enqueue(
      billingContract,
      task,
      { connectionId },
      { key: scheduleKey(task), ...(isBackfill ? { priority: BACKFILL_PRIORITY } : {}) },
    ),
  resolve: () => askToResolve(ctx),
  quarantined: (told) => ctx.emit('sync.quarantined', told),
  forbidden: (told) => ctx.emit('sync.forbidden', told),
  doubted: (told) => ctx.emit('sync.doubted', told),
});
