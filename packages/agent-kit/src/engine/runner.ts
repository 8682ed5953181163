import { hostname } from 'node:os';
import { newId, toAppError } from '@sherpa/core';
import { handBackTasks } from '@sherpa/db';
import { makeDispatcher } from '../enqueue/dispatcher.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { Attempt } from './attempt.ts';
import { makeClaims } from './claims.ts';
import { makeCommit } from './commit-ends.ts';
import { makeHold } from './hold-attempt.ts';
import { makeProcessJob } from './process-job.ts';
import { makeProgressMirror } from './progress-mirror.ts';
import { makeRunTask } from './run-task.ts';
import { makeSlots } from './slots.ts';
import { watchAttempts } from './watch-attempts.ts';
import type { RunnerDeps } from './runner-deps.ts';

/** A process's engine for one agent. */
export interface Runner {
  /** False once it takes no more work. */
  isRunning(): boolean;
  lastJobAt(): Date | undefined;
  /** Whether it takes jobs where there are any to take; rejects if the queue's server does not answer. */
  isConsuming(): Promise<boolean>;
  /**
   * Takes no more work; what runs may finish until most of the deadline has passed and is handed back
   * then, uncounted. Resolves when nothing runs and the agent has shut down.
   */
  stop(options: { readonly deadlineMs: number }): Promise<void>;
}

/** Of the time given to stop, the part kept for handing back and closing. */
const HAND_BACK_SHARE = 0.25;

/** Initialises the agent and starts to work on its queue; rejects if the agent will not start. */
export const startRunner = async (deps: RunnerDeps): Promise<Runner> => {
  const { agent, db, queue, log, leaseMs } = deps;
  const name = agent.contract.agent;
  const workerId = newId();
  await agent.onInitialize({ log });
  const running = new Map<string, Attempt>();
  let isStopping = false;
  const dispatcher = makeDispatcher(deps);
  const hold = makeHold({ ...deps, workerId });
  const watch = watchAttempts({ running, hold });
  const mirror = makeProgressMirror();
  const runTask = makeRunTask({
    ...deps,
    workerId,
    hold,
    running,
    random: deps.random ?? Math.random,
    commit: makeCommit({ db, workerId, dispatcher }),
    slots: makeSlots(deps.concurrency),
    watch,
    mirror,
    isStopping: () => isStopping,
  });
  const claims = makeClaims({ db, agent: name, workerId, leaseMs });
  const handle = makeProcessJob({ ...deps, claims, runTask });
  const heartbeat = startHeartbeat({
    db,
    log,
    leaseMs,
    running,
    worker: { id: workerId, agent: name, host: hostname(), pid: process.pid },
  });
  const consumer = queue.consume({
    agent: name,
    concurrency: deps.concurrency,
    lockMs: leaseMs,
    handle,
    onError: (error) => log.warn('queue trouble', { agent: name, error }),
  });

  const handBack = async (): Promise<void> => {
    const attempts = [...running.values()];
    try {
      // One that is being written down at this moment would be under a lease that nobody gives back.
      await Promise.allSettled(attempts.map(hold));
      const held = attempts.filter((attempt) => attempt.isHeld);
      const given = held.map(({ task }) => ({ id: task.id, attempt: task.attempt, progress: null }));
      const { ids, staged } = await handBackTasks(db.engine, given);
      await dispatcher.dispatch(staged);
      log.info('tasks handed back', { agent: name, count: ids.length });
    } catch (err) {
      log.warn('tasks not handed back; their leases will run out', { agent: name, error: toAppError(err) });
    }
    // Only now: the job goes back into the queue with this, and its task should be free by then.
    for (const attempt of attempts) attempt.interrupt('drain');
  };

  const stop = async (deadlineMs: number): Promise<void> => {
    isStopping = true;
    const timer = setTimeout(() => void handBack(), deadlineMs * (1 - HAND_BACK_SHARE));
    await consumer.close({ deadlineMs });
    clearTimeout(timer);
    watch.stop();
    mirror.stop();
    await dispatcher.settled();
    await heartbeat.stop();
    await agent.onShutdown({ log });
  };

  let stopping: Promise<void> | undefined;
  return {
    isRunning: () => consumer.isRunning(),
    lastJobAt: () => consumer.lastJobAt(),
    isConsuming: () => consumer.isConsuming(),
    stop: ({ deadlineMs }) => {
      stopping ??= stop(deadlineMs);
      return stopping;
    },
  };
};
