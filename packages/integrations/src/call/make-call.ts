import { setTimeout as delay } from 'node:timers/promises';
import type { AppError, CallPriority, Clock } from '@sherpa/core';
import type { Admission, CallBudget } from './call-budget.ts';
import { withDeadline } from './deadline.ts';
import { answerTo } from './exchange.ts';
import { makeObserve, type CallLog, type CallObservation } from './observe-call.ts';
import type { RequestFailure } from './request-end.ts';
import { makeToError, type ToError } from './to-error.ts';
import { VendorFailure } from './vendor-failure.ts';

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
  /** Of the budget, which windows it takes from; default what the vendor's limits say for the operation. */
  readonly windows?: readonly string[] | undefined;
  /** How many calls the vendor counts it as. Default 1. */
  readonly weight?: number | undefined;
  /** How much it matters while calls are scarce. Default `normal`. */
  readonly priority?: CallPriority | undefined;
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
  /** Asked before every request; without one nothing holds a call back. */
  readonly budget?: CallBudget | undefined;
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

/** Not tried again here: a slot has been held for long enough, or the budget has said when to come again. */
const FOR_THE_TASK: ReadonlySet<AppError['code']> = new Set([
  'integration_timeout',
  'integration_budget',
  'integration_circuit_open',
]);

/** Milliseconds to rest before the next try of this call, or `undefined` when the task should decide. */
const restBeforeRetryMs = (error: AppError, tried: number, random: () => number): number | undefined => {
  if (tried >= TRIES || error.retry === 'never') return undefined;
  if (!error.code.startsWith('integration_') || FOR_THE_TASK.has(error.code)) return undefined;
  const backoffMs = FIRST_REST_MS * 2 ** (tried - 1);
  const restMs = error.retry === 'backoff' ? backoffMs : error.retry.afterMs;
  return restMs > LONGEST_REST_MS ? undefined : Math.round(restMs + backoffMs * random());
};

/** What a call without a budget is let in by. */
const UNLIMITED: Admission = { settle: () => undefined };

const toFailure = (thrown: unknown, { retry }: AppError): RequestFailure => ({
  facts: thrown instanceof VendorFailure ? thrown.facts : undefined,
  restMs: typeof retry === 'string' ? undefined : retry.afterMs,
});

/** Makes what waits for a request's turn. Who is held back has not called: that is no observation, nor a fault. */
const makeAdmit = ({ budget, log }: CallDeps, toError: ToError) => {
  return async (request: CallRequest<unknown>, attempt: number): Promise<Admission> => {
    // The request itself tells that it was cancelled before.
    if (budget === undefined || request.signal?.aborted === true) return UNLIMITED;
    try {
      return await budget.admit(request);
    } catch (thrown) {
      // Nothing was sent, so nothing is unknown either.
      const error = toError(thrown, { operation: request.operation, idempotent: true });
      log.debug('Vendor call held back.', { ...error.details, outcome: error.code, attempt });
      throw error;
    }
  };
};

/** Makes what sends one request in its turn, and tells everybody how it ended. */
const makeTryOnce = (deps: CallDeps, toError: ToError) => {
  const observe = makeObserve(deps);
  const admit = makeAdmit(deps, toError);
  return async <T>(request: CallRequest<T>, attempt: number): Promise<T> => {
    const admission = await admit(request, attempt);
    const { operation, signal, timeoutMs = TIMEOUT_MS } = request;
    const startedAt = deps.clock.now();
    let ends: AbortSignal | undefined;
    const run = (own: AbortSignal): Promise<T> => {
      ends = own;
      return request.run(own);
    };
    try {
      const value = await withDeadline({ timeoutMs, signal, run });
      admission.settle({ answer: answerTo(ends), failure: undefined });
      observe({ operation, attempt, startedAt, error: undefined });
      return value;
    } catch (thrown) {
      const error = toError(thrown, request);
      admission.settle({ answer: answerTo(ends), failure: toFailure(thrown, error) });
      observe({ operation, attempt, startedAt, error });
      throw error;
    }
  };
};

/** The same calls at a priority of their own, where they do not say another. */
export const withPriority =
  (call: Call, priority: CallPriority): Call =>
  (request) =>
    call({ priority, ...request });

/**
 * Makes the one path of a vendor's calls: waits for each request's turn, logs and measures it, ends it in
 * time, maps what went wrong, and makes up to two short retries of idempotent calls.
 */
export const makeCall = (deps: CallDeps): Call => {
  const { random = Math.random, sleep = sleepFor } = deps;
  const toError = makeToError(deps);
  const tryOnce = makeTryOnce(deps, toError);

  const rest = async (ms: number, request: CallRequest<unknown>): Promise<void> => {
    try {
      await sleep(ms, request.signal);
    } catch (thrown) {
      const isCancelled = request.signal?.aborted === true;
      throw toError(isCancelled ? new VendorFailure({ kind: 'cancelled' }) : thrown, request);
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
