import type { TaskStatus } from '@sherpa/core';
import { stageWoken, type StagedJobs } from '../outbox/stage-jobs.ts';
import type { Db } from '../schema/index.ts';
import { wakeParents } from '../waits/child-ends.ts';
import { nextTurns } from './turns.ts';

/** A task that was cancelled, as far as those care who stand behind it. */
export interface Cancelled {
  readonly tenantId: string;
  readonly agent: string;
  readonly status: TaskStatus;
  readonly awaitedBy: string | null;
  readonly concurrencyKey: string | null;
}

/**
 * Stages the jobs of those who go on because these tasks were cancelled: who waited for them, and who is
 * next under their concurrency keys, since the one that had just been given its turn may be among them.
 */
export const stageAfterCancel = async (tx: Db, cancelled: readonly Cancelled[]): Promise<StagedJobs> => {
  const ended = cancelled.filter(({ status }) => status === 'cancelled');
  return stageWoken(tx, [...(await wakeParents(tx, ended)), ...(await nextTurns(tx, ended))]);
};
