import { setTimeout as sleep } from 'node:timers/promises';
import { toAppError } from '@sherpa/core';
import type { Logger } from '@sherpa/telemetry';

/** Something the conductor does again and again. */
export interface Duty {
  readonly name: string;
  readonly everyMs: number;
  /** Does it once; true if there may be more to do at once. */
  readonly perform: () => Promise<boolean>;
}

export interface RunningDuty {
  /** When it last succeeded. */
  lastDoneAt(): Date | undefined;
  /** Resolves when the round under way has ended. */
  stop(): Promise<void>;
}

/** Repeats a duty until stopped. A failure is logged and tried again next time: the ledger waits. */
export const startDuty = (duty: Duty, log: Logger): RunningDuty => {
  const stopping = new AbortController();
  let lastDoneAt: Date | undefined;

  const round = async (): Promise<boolean> => {
    try {
      const more = await duty.perform();
      lastDoneAt = new Date();
      return more;
    } catch (err) {
      log.warn('A duty failed; it will be tried again.', { operation: duty.name, error: toAppError(err) });
      return false;
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const more = await round();
      if (more) continue;
      await sleep(duty.everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  const ended = run();
  return {
    lastDoneAt: () => lastDoneAt,
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
};
