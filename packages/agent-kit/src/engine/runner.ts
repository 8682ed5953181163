import { hostname } from 'node:os';
import { newId, toAppError } from '@sherpa/core';
import { handBackTasks } from '@sherpa/db';
import { startHeartbeat } from './heartbeat.ts';
import { makeJobProcessor } from './process-job.ts';
import type { RunnerDeps } from './runner-deps.ts';

/** A process's engine for one agent. */
export interface Runner {
  /** False once it takes no more work. */
  isRunning(): boolean;
  lastJobAt(): Date | undefined;
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
  const processor = makeJobProcessor(deps, workerId);
  const { running } = processor;
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
    handle: processor.process,
    onError: (error) => log.warn('queue trouble', { agent: name, error }),
  });

  const handBack = async (): Promise<void> => {
    const attempts = [...running.values()];
    if (attempts.length === 0) return;
    try {
      const given = attempts.map(({ task }) => ({ id: task.id, attempt: task.attempt, progress: null }));
      const ids = await handBackTasks(db.engine, given);
      log.info('tasks handed back', { agent: name, count: ids.length });
    } catch (err) {
      log.warn('tasks not handed back; their leases will run out', { agent: name, error: toAppError(err) });
    }
    // Only now: the job goes back into the queue with this, and its task should be free by then.
    for (const attempt of attempts) attempt.interrupt('drain');
  };

  const stop = async (deadlineMs: number): Promise<void> => {
    const timer = setTimeout(() => void handBack(), deadlineMs * (1 - HAND_BACK_SHARE));
    await consumer.close({ deadlineMs });
    clearTimeout(timer);
    await heartbeat.stop();
    await agent.onShutdown({ log });
  };

  let stopping: Promise<void> | undefined;
  return {
    isRunning: () => consumer.isRunning(),
    lastJobAt: () => consumer.lastJobAt(),
    stop: ({ deadlineMs }) => {
      stopping ??= stop(deadlineMs);
      return stopping;
    },
  };
};
