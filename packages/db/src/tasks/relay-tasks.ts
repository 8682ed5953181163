import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** How long after its time a pending task is trusted to its job before the relay looks, in milliseconds. */
export const RELAY_GRACE_MS = 15_000;

/**
 * The longest time between two looks at a task that waits its turn, in milliseconds: a backlog of
 * 100,000 then costs some 800 looks a second, and a queue that lost everything is whole after two minutes.
 */
const MAX_REST_MS = 120_000;

/** What a queue needs to know of a task to make its job. */
export interface RelayTask {
  readonly id: string;
  readonly agent: string;
  readonly type: string;
  readonly priority: number;
}

/**
 * Takes up to `limit` pending tasks whose job should have been picked up by now, oldest first, and
 * sets the time of their next look, which comes after as long again as they have waited. Any number
 * of conductors may do so at once; each gets others.
 */
export const takeTasksToRelay = async (engine: Db, limit: number): Promise<RelayTask[]> => {
  const { rows } = await sql<RelayTask>`
    update agent_tasks set relay_at = now() + least(greatest(now() - run_at,
      ${RELAY_GRACE_MS} * interval '1 ms'), ${MAX_REST_MS} * interval '1 ms')
    where status = 'pending' and id in (
      select id from agent_tasks where status = 'pending' and relay_at <= now()
      order by relay_at limit ${limit} for update skip locked)
    returning id, agent, type, priority`.execute(engine);
  return rows;
};
