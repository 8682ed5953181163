import type { EventEmitter } from 'node:events';

/** A wish to end, and a second one to end at once. */
export interface StopRequest {
  /** Aborted by the first signal. */
  readonly gentle: AbortSignal;
  /** Aborted by the second. */
  readonly hard: AbortSignal;
  /** Asks for an end from inside. */
  stop(): void;
  /** Listens no more. */
  dispose(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One Ctrl-C comes twice when a package manager hands on what the terminal has sent to all: that is still one. */
const SAME_WISH_MS = 700;

/** Turns signals into wishes to end. */
export const makeStopRequest = (source: EventEmitter, now: () => number): StopRequest => {
  const gentle = new AbortController();
  const hard = new AbortController();
  let firstAt: number | undefined;
  const onSignal = (): void => {
    if (firstAt === undefined) {
      firstAt = now();
      gentle.abort();
    } else if (now() - firstAt > SAME_WISH_MS) hard.abort();
  };
  for (const signal of SIGNALS) source.on(signal, onSignal);
  return {
    gentle: gentle.signal,
    hard: hard.signal,
    stop: () => gentle.abort(),
    dispose: () => {
      for (const signal of SIGNALS) source.off(signal, onSignal);
    },
  };
};
