import { z } from 'zod';

/**
 * Where a sync goes on. A task reads some pages and leaves the rest to the next one; all of it is
 * optional, so that an empty payload starts a sync.
 */
export const syncPosition = z.strictObject({
  /** When the whole sync began: what changes later is the next one's. */
  startedAt: z.iso.datetime().optional(),
  /** Only what changed since then; absent in a full sync. */
  since: z.iso.datetime().optional(),
  /** The vendor's cursor. */
  after: z.string().optional(),
  /** Rows read by the tasks before. */
  rowsBefore: z.int().min(0).default(0),
});

export type SyncPosition = z.output<typeof syncPosition>;

const mode = z.enum(['full', 'incremental']);

/** What a task of a sync did. */
export const syncResult = z.object({
  mode,
  /** Rows read by the whole sync so far. */
  rows: z.int(),
  /** False if the next task goes on. */
  complete: z.boolean(),
});

export type SyncResult = z.output<typeof syncResult>;

/** The fact that a whole sync has ended. */
export const synced = z.object({ mode, rows: z.int() });
