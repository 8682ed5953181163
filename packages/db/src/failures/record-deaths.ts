import { sql } from 'kysely';
import type { TaskStatus } from '@sherpa/core';
import { toJsonb } from '../jsonb.ts';
import type { Db } from '../schema/index.ts';
import { fingerprintOf } from './fingerprint.ts';
import { recordAttempts } from './record-attempts.ts';

/** A task whose worker died, as it stands now. */
interface Death {
  readonly id: string;
  readonly tenantId: string;
  readonly agent: string;
  readonly type: string;
  readonly status: TaskStatus;
  readonly attempt: number;
  readonly workerId: string | null;
}

const DIED = { code: 'agent_failed', message: 'The worker died during this attempt.', details: {} };

/** Notes for each of these tasks that the attempt ended with its worker, and groups those it was the last of. */
export const recordDeaths = async (tx: Db, tasks: readonly Death[]): Promise<void> => {
  const deaths = tasks.map((task) => ({
    ...task,
    taskId: task.id,
    outcome: 'worker_died' as const,
    error: DIED,
    fingerprint: fingerprintOf({ ...task, error: DIED }),
  }));
  await recordAttempts(tx, deaths);
  const failed = deaths.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return;
  const input = failed.map(({ id, fingerprint }) => ({ id, fingerprint }));
  await sql`update agent_tasks t set fingerprint = i.fingerprint
    from jsonb_to_recordset(${toJsonb(input)}::jsonb) as i(id uuid, fingerprint text) where t.id = i.id`.execute(
    tx,
  );
};
