import { hostname } from 'node:os';
import { newId } from '@sherpa/core';
import { handBack } from './hand-back.ts';
import { startHeartbeat } from './heartbeat.ts';
import { makeEngine } from './make-engine.ts';
import type { RunnerDeps } from './runner-deps.ts';

/** A process at work for one agent. */
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
  const engine = makeEngine(deps, workerId);
  const heartbeat = startHeartbeat({
    db,
    log,
    leaseMs,
    running: engine.running,
    worker: { id: workerId, agent: name, host: hostname(), pid: process.pid },
  });
  const consumer = queue.consume({
    agent: name,
    concurrency: deps.concurrency,
    lockMs: leaseMs,
    handle: (job) => engine.handle(job),
    onError: (error) => log.warn('queue trouble', { agent: name, error }),
  });

  const stop = async (deadlineMs: number): Promise<void> => {
    engine.drain();
    const timer = setTimeout(() => void handBack(deps, engine), deadlineMs * (1 - HAND_BACK_SHARE));
    await consumer.close({ deadlineMs });
    clearTimeout(timer);
    await engine.stop();
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
