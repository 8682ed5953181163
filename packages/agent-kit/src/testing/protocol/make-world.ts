import { sql, type TestDatabase } from '@sherpa/db/testing';
import { newWorker } from './working.ts';
import { World } from './world.ts';

const EMPTY = sql`with
  a as (delete from agent_tasks), b as (delete from agent_task_keys), c as (delete from agent_turns),
  d as (delete from agent_events), e as (delete from agent_messages), f as (delete from agent_state)
  delete from agent_outbox`;

/** An empty ledger and queue, and three workers. */
export const makeWorld = async (ground: TestDatabase): Promise<World> => {
  await EMPTY.execute(ground.db.engine);
  return new World(ground, [newWorker(), newWorker(), newWorker()]);
};
