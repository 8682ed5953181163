import { toAppError } from '@sherpa/core';
import { removeWorker, renewLeases, touchWorker, type Database, type WorkerSign } from '@sherpa/db';
import type { Logger } from '@sherpa/telemetry';
import type { Attempt } from './attempt.ts';

export interface HeartbeatDeps {
  readonly db: Database;
  readonly log: Logger;
  readonly leaseMs: number;
  readonly worker: Omit<WorkerSign, 'running'>;
  /** The attempts that run now, by task id. */
  readonly running: ReadonlyMap<string, Attempt>;
}

export interface Heartbeat {
  /** Resolves when the last beat has ended and the worker is signed off. */
  stop(): Promise<void>;
}

/** How often a worker process says that it lives, in milliseconds. */
const SIGN_MS = 15_000;

/**
 * Prolongs the leases of what runs, three times in a lease; tells attempts that were cancelled or that
 * have lost theirs. An idle process writes only its sign of life.
 */
export const startHeartbeat = (deps: HeartbeatDeps): Heartbeat => {
  const { db, leaseMs, running, log } = deps;
  const sign = (): Promise<void> => touchWorker(db.engine, { ...deps.worker, running: running.size });

  const renew = async (): Promise<void> => {
    const attempts = [...running.values()].filter((attempt) => attempt.isHeld);
    if (attempts.length === 0) return;
    const answers = await renewLeases(
      db.engine,
      leaseMs,
      attempts.map((attempt) => ({
        id: attempt.task.id,
        attempt: attempt.task.attempt,
        progress: attempt.progress,
      })),
    );
    const held = new Map(answers.map((answer) => [answer.id, answer]));
    for (const attempt of attempts) {
      const answer = held.get(attempt.task.id);
      // One that has just ended is missing from the answer as well; interrupting it does nothing.
      if (answer === undefined) attempt.interrupt('lease-lost');
      else if (answer.cancelRequested) attempt.interrupt('cancelled');
    }
  };

  const repeat = (everyMs: number, beat: () => Promise<void>): (() => Promise<void>) => {
    let last: Promise<void> = Promise.resolve();
    let busy = false;
    const run = async (): Promise<void> => {
      if (busy) return;
      busy = true;
      try {
        await beat();
      } catch (err) {
        log.warn('heartbeat missed', { error: toAppError(err) });
      } finally {
        busy = false;
      }
    };
    const timer = setInterval(() => {
      last = run();
    }, everyMs);
    last = run();
    return async () => {
      clearInterval(timer);
      await last;
    };
  };

  const stops = [repeat(leaseMs / 3, renew), repeat(SIGN_MS, sign)];
  return {
    stop: async () => {
      await Promise.all(stops.map((stop) => stop()));
      try {
        await removeWorker(db.engine, deps.worker.id);
      } catch (err) {
        log.warn('worker not signed off', { error: toAppError(err) });
      }
    },
  };
};
