import { AgentError, newId } from '@sherpa/core';
import { claimTasks, insertTasks } from '@sherpa/db';
import { newTask, sql, type TestDatabase } from '@sherpa/db/testing';
import type { TaskContext } from '../agent/task-context.ts';
import { Interrupted } from '../engine/interruption.ts';
import { makeSteps } from '../steps/make-steps.ts';
import { makeStepLedger } from '../steps/step-ledger.ts';

/** The steps and effects of one attempt at a task that a test has claimed by itself. */
export interface ClaimedTask extends Pick<TaskContext, 'step' | 'effect'> {
  /** How often it was asked to hold its task. */
  readonly holds: number;
  /** Whether it was told that it lost its task. */
  readonly lost: boolean;
  abort(): void;
}

export interface ClaimedTasks {
  /** Adds a task that nobody works on by itself. */
  add(): Promise<string>;
  /** Takes the task, also from an earlier attempt, whose lease is made to have run out. */
  claim(taskId: string): Promise<ClaimedTask>;
}

/** Attempts without an engine around them, on a database of the test's own. */
export const makeClaimedTasks = ({ db, tenantId }: TestDatabase): ClaimedTasks => {
  const ledger = makeStepLedger(db);
  return {
    add: async () => {
      const task = newTask(tenantId, { maxAttempts: 20 });
      await insertTasks(db.engine, [task]);
      return task.id;
    },
    claim: async (taskId) => {
      await sql`update agent_tasks set lease_expires_at = now() - interval '1 s' where id = ${taskId}`.execute(
        db.engine,
      );
      const asked = { agent: 'sales', workerId: newId(), leaseMs: 60_000, ids: [taskId] };
      const [claim] = await claimTasks(db.engine, asked);
      if (claim?.kind !== 'claimed') throw new AgentError('The test could not claim its task.');
      const controller = new AbortController();
      const seen = { holds: 0, lost: false };
      const doors = makeSteps({
        task: claim.task,
        ledger,
        signal: controller.signal,
        hold: async () => {
          seen.holds += 1;
        },
        advanced: async () => undefined,
        lose: () => {
          seen.lost = true;
        },
      });
      return {
        ...doors,
        abort: () => controller.abort(new Interrupted('cancelled')),
        get holds() {
          return seen.holds;
        },
        get lost() {
          return seen.lost;
        },
      };
    },
  };
};
