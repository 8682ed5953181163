import { VendorFailure } from './vendor-failure.ts';

/** One try of something that can be aborted. */
export interface Attempt<T> {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly run: (signal: AbortSignal) => Promise<T>;
}

/**
 * Runs with a signal that aborts when the time is up or the caller's signal does. The wait ends then,
 * also where `run` ignores its signal; what `run` still does is nobody's any more.
 */
export const withDeadline = async <T>({ timeoutMs, signal, run }: Attempt<T>): Promise<T> => {
  if (signal?.aborted === true) throw new VendorFailure({ kind: 'cancelled' });
  const controller = new AbortController();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abortAs = (kind: 'timeout' | 'cancelled'): void => {
    const failure = new VendorFailure({ kind });
    reject(failure);
    controller.abort(failure);
  };
  const onCancel = (): void => abortAs('cancelled');
  const timer = setTimeout(abortAs, timeoutMs, 'timeout');
  signal?.addEventListener('abort', onCancel, { once: true });
  try {
    return await Promise.race([aborted, run(controller.signal)]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onCancel);
  }
};
