import { setTimeout as delay } from 'node:timers/promises';
import { AppError, type Clock } from '@sherpa/core';
import { toCallError, toOwnFault } from './classify.ts';
import { withDeadline } from './deadline.ts';
import { VendorFailure } from './vendor-failure.ts';

/** The part of a logger that calls are told to. */
export interface CallLog {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** One request to a vendor as it ended: `ok` or the code of its error; `status` where an error status came. */
export interface CallObservation {
  readonly vendor: string;
  readonly operation: string;
  readonly outcome: 'ok' | AppError['code'];
  readonly status: number | undefined;
  readonly durationMs: number;
}

/** What to ask a vendor, and how. */
export interface CallRequest<T> {
  /** Constant name such as `contacts.list`: it is logged and labels metrics. */
  readonly operation: string;
  /** For one try, headers and body. Default 30 s. */
  readonly timeoutMs?: number | undefined;
  /** True for a read and for a write that carries a key; only such calls are tried again. */
  readonly idempotent: boolean;
  /** Cancels the call, its waits included. */
  readonly signal?: AbortSignal | undefined;
  /** Makes one request. It must pass the signal on to its connection. */
  readonly run: (signal: AbortSignal) => Promise<T>;
}

/** The one way to a vendor. Rejects with an `AppError` that is safe to log whole. */
export type Call = <T>(request: CallRequest<T>) => Promise<T>;

export interface CallDeps {
  readonly vendor: string;
  readonly log: CallLog;
  /** Told of every request, also of those that are tried again. */
  readonly onCall: (observation: CallObservation) => void;
  readonly clock: Clock;
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

const TIMEOUT_MS = 30_000;
const TRIES = 3;
const FIRST_REST_MS = 250;
/** A longer rest is the task's, which frees its slot meanwhile. */
const LONGEST_REST_MS = 2_000;

const sleepFor = async (ms: number, signal: AbortSignal | undefined): Promise<void> => {
  await delay(ms, undefined, signal === undefined ? {} : { signal });
};

/** Whether a thing is missing or there already is often the very question; a task that minds will say so. */
const ANSWERS: ReadonlySet<number | undefined> = new Set([404, 409]);

const statusOf = (error: AppError): number | undefined => {
  const status = error.details['status'];
  return typeof status === 'number' ? status : undefined;
};

/**
 * Milliseconds to rest before the next try of this call, or `undefined` when the task should decide.
 * A time-out is not tried again here: the slot has been held for long enough.
 */
const restBeforeRetryMs = (error: AppError, tried: number, random: () => number): number | undefined => {
  if (tried >= TRIES || error.retry === 'never') return undefined;
  if (!error.code.startsWith('integration_') || error.code === 'integration_timeout') return undefined;
  const backoffMs = FIRST_REST_MS * 2 ** (tried - 1);
  const restMs = error.retry === 'backoff' ? backoffMs : error.retry.afterMs;
  return restMs > LONGEST_REST_MS ? undefined : Math.round(restMs + backoffMs * random());
};

/**
 * Makes the one path of a vendor's calls: logs and measures every request, ends it in time, maps what
 * went wrong, and makes up to two short retries of idempotent calls.
 */
export const makeCall = (deps: CallDeps): Call => {
  const { vendor, log, onCall, clock, random = Math.random, sleep = sleepFor } = deps;

  const toError = (thrown: unknown, request: Omit<CallRequest<unknown>, 'run'>): AppError => {
    const asked = { vendor, operation: request.operation, idempotent: request.idempotent };
    if (thrown instanceof AppError) return thrown;
    if (thrown instanceof VendorFailure) return toCallError(thrown.facts, asked, clock.now());
    return toOwnFault(thrown, asked);
  };

  const observe = (
    operation: string,
    attempt: number,
    startedAt: Date,
    error: AppError | undefined,
  ): void => {
    const outcome = error?.code ?? 'ok';
    const status = error === undefined ? undefined : statusOf(error);
    const durationMs = clock.now().getTime() - startedAt.getTime();
    onCall({ vendor, operation, outcome, status, durationMs });
    const fields = { vendor, operation, outcome, status, durationMs, attempt };
    if (error === undefined) log.debug('Vendor call done.', fields);
    else if (error.code === 'task_cancelled') log.info('Vendor call cancelled.', fields);
    else if (ANSWERS.has(status)) log.info('Vendor call refused.', { ...error.details, ...fields });
    else log.warn('Vendor call failed.', { ...error.details, ...fields });
  };

  const tryOnce = async <T>(request: CallRequest<T>, attempt: number): Promise<T> => {
    const startedAt = clock.now();
    const { signal, run, timeoutMs = TIMEOUT_MS } = request;
    try {
      const value = await withDeadline({ timeoutMs, signal, run });
      observe(request.operation, attempt, startedAt, undefined);
      return value;
    } catch (thrown) {
      const error = toError(thrown, request);
      observe(request.operation, attempt, startedAt, error);
      throw error;
    }
  };

  const rest = async (ms: number, request: Omit<CallRequest<unknown>, 'run'>): Promise<void> => {
    try {
      await sleep(ms, request.signal);
    } catch (thrown) {
      throw toError(
        request.signal?.aborted === true ? new VendorFailure({ kind: 'cancelled' }) : thrown,
        request,
      );
    }
  };

  return async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await tryOnce(request, attempt);
      } catch (thrown) {
        const error = toError(thrown, request);
        const restMs = request.idempotent ? restBeforeRetryMs(error, attempt, random) : undefined;
        if (restMs === undefined) throw error;
        await rest(restMs, request);
      }
    }
  };
};
