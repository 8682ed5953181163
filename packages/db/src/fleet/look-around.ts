import type { Hot } from '../hot/hot-statements.ts';

/** What there may be to do for a conductor, at one moment. */
export interface Surroundings {
  /** Jobs that a commit owes the queue. */
  readonly owedJobs: boolean;
  /** Tasks whose worker was not heard of for too long. */
  readonly stalledTasks: boolean;
  /** Waits that are over, or approvals that have waited for too long. */
  readonly dueWaits: boolean;
  /** Tasks that were put off and whose time has come. */
  readonly dueTasks: boolean;
  readonly dueSchedules: boolean;
  readonly redrives: boolean;
}

const LOOK = {
  name: 'look-around',
  text: `select exists (select from agent_outbox),
    exists (select from agent_tasks where status = 'in_progress' and lease_expires_at < now()),
    exists (select from agent_waits where wake_at <= now()) or exists (select from agent_approvals
      where status = 'pending' and escalated_at is null and escalate_at <= now()),
    exists (select from agent_tasks where status = 'pending' and run_at > created_at and run_at <= now()),
    exists (select from agent_schedules where next_run_at <= now()),
    exists (select from agent_redrives where status = 'running')`,
} as const;

/**
 * One look at the first entry of six indexes, which are empty where there is nothing to do. A true may be
 * in vain, a false is not.
 */
export const lookAround = async (hot: Hot): Promise<Surroundings> => {
  const [row] = await hot.run(LOOK, []);
  const isTrue = (place: number): boolean => row?.[place] === true;
  return {
    owedJobs: isTrue(0),
    stalledTasks: isTrue(1),
    dueWaits: isTrue(2),
    dueTasks: isTrue(3),
    dueSchedules: isTrue(4),
    redrives: isTrue(5),
  };
};
