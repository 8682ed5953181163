import { AppError } from '@sherpa/core';
import { settings } from '../settings.ts';
import type { Capacity } from './capacity.ts';

export interface ConsumptionDeps {
  readonly agent: string;
  readonly capacity: Pick<Capacity, 'room'>;
  /** When a job was last taken, in milliseconds of `performance.now`. */
  readonly lastTakenMs: () => number;
  /** Asks the server, over other connections than the consumer's own, whether jobs lie there to be taken. */
  readonly hasOpenJobs: () => Promise<boolean>;
  /** Opens the consumer's connections anew. */
  readonly heal: () => void;
  readonly onError: (error: AppError) => void;
  readonly patience?: { readonly selfCheckMs: number; readonly stuckAfterMs: number };
}

/** Proves that a consumer consumes, which its being connected does not. */
export interface ConsumptionWatch {
  /** Looks now. False: jobs have been lying there for too long while this consumer, with room for them, took none. */
  isConsuming(): Promise<boolean>;
  stop(): void;
}

/**
 * A consumer that takes jobs, or has no room for any, proves itself; only an idle one is looked at, every
 * five seconds with one question to the server. Where it should have taken something for ten seconds, its
 * connections are opened anew, and it counts as not consuming until it takes a job or none is left to take.
 */
export const watchConsumption = (deps: ConsumptionDeps): ConsumptionWatch => {
  const { agent, capacity, lastTakenMs, hasOpenJobs, heal, onError, patience = settings } = deps;
  /** Since when jobs have been lying there. */
  let openSinceMs: number | undefined;
  let healedMs = -Infinity;

  const isIdle = (sinceMs: number): boolean =>
    capacity.room() > 0 && performance.now() - lastTakenMs() > sinceMs;

  const isStuck = async (): Promise<boolean> => {
    if (!isIdle(patience.selfCheckMs) || !(await hasOpenJobs())) {
      openSinceMs = undefined;
      return false;
    }
    openSinceMs ??= performance.now();
    const missedSinceMs = Math.max(openSinceMs, lastTakenMs());
    return capacity.room() > 0 && performance.now() - missedSinceMs > patience.stuckAfterMs;
  };

  const check = async (): Promise<boolean> => {
    if (!(await isStuck())) return true;
    if (performance.now() - healedMs > patience.stuckAfterMs) {
      healedMs = performance.now();
      onError(
        new AppError('A consumer took no jobs though some were waiting; its connections are opened anew.', {
          details: { agent },
        }),
      );
      heal();
    }
    return false;
  };

  let checking = false;
  const timer = setInterval(() => {
    if (checking || !isIdle(patience.selfCheckMs)) return;
    checking = true;
    check()
      // The server is away; whoever is connected to it hears of that by itself.
      .catch(() => undefined)
      .finally(() => {
        checking = false;
      });
  }, patience.selfCheckMs);
  timer.unref();

  return { isConsuming: check, stop: () => clearInterval(timer) };
};
