import type { Json } from '@sherpa/core';
import type { Db } from '../schema/index.ts';
import type { EffectStatus } from '../schema/ledger.ts';
import type { TaskError } from './task.ts';

/** A write to a vendor, as the ledger knows it. */
export interface Effect {
  readonly taskId: string;
  readonly name: string;
  readonly agent: string;
  readonly vendor: string;
  /** Under which it is known at the vendor. */
  readonly key: string;
  readonly intent: Json;
  /** `intended`: begun, and whether it landed is not known. */
  readonly status: EffectStatus;
  /** The attempt that last began or ended it. */
  readonly attempt: number;
  readonly outcome: Json | null;
  readonly error: TaskError | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** What a task wrote to vendors, or meant to, oldest first. */
export const listEffects = async (db: Db, taskId: string): Promise<Effect[]> => {
  const rows = await db
    .selectFrom('agent_effects')
    .select(['task_id', 'name', 'agent', 'vendor', 'key', 'intent', 'status', 'attempt', 'outcome', 'error'])
    .select(['created_at', 'finished_at'])
    .where('task_id', '=', taskId)
    .orderBy('created_at')
    .execute();
  return rows.map(({ task_id, created_at, finished_at, ...row }) => ({
    ...row,
    taskId: task_id,
    createdAt: created_at,
    finishedAt: finished_at,
  }));
};
