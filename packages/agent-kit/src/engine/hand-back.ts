import { toAppError } from '@sherpa/core';
import { handBackTasks } from '@sherpa/db';
import type { Engine } from './make-engine.ts';
import type { RunnerDeps } from './runner-deps.ts';

/**
 * Gives back what still runs when the time to stop is nearly over: the attempts are not counted, and their
 * jobs go back into the queue.
 */
export const handBack = async ({ agent, db, log }: RunnerDeps, engine: Engine): Promise<void> => {
  const attempts = [...engine.running.values()];
  const name = agent.contract.agent;
  try {
    // One that is being written down at this moment would be under a lease that nobody gives back.
    await Promise.allSettled(attempts.map((attempt) => engine.hold(attempt)));
    const held = attempts.filter((attempt) => attempt.isHeld);
    const given = held.map(({ task }) => ({ id: task.id, attempt: task.attempt, progress: null }));
    const { ids, staged } = await handBackTasks(db.engine, given);
    await engine.dispatcher.dispatch(staged);
    log.info('tasks handed back', { agent: name, count: ids.length });
  } catch (err) {
    log.warn('tasks not handed back; their leases will run out', { agent: name, error: toAppError(err) });
  }
  // Only now: the job goes back into the queue with this, and its task should be free by then.
  for (const attempt of attempts) attempt.interrupt('drain');
};
