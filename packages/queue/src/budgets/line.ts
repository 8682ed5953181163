import type { BudgetAnswer, BudgetRequest } from '@sherpa/core';
import { toWindowTerms } from './window-terms.ts';

/** Calls of one process that want the same, one behind the other. */
export interface Line {
  take(request: BudgetRequest): Promise<BudgetAnswer>;
}

export interface LineDeps {
  /** Asks the store, which answers at once. */
  readonly ask: (request: BudgetRequest) => Promise<BudgetAnswer>;
  readonly now: () => number;
}

interface Waiter {
  readonly request: BudgetRequest;
  readonly deadline: number;
  readonly resolve: (answer: BudgetAnswer) => void;
  readonly reject: (reason: unknown) => void;
  /** Nobody waits for it any more. */
  isGone: boolean;
}

/**
 * A place is kept in the store no longer ahead than that: until a call is answered it counts for longer than
 * it will in the end, so who books early books late.
 */
const BOOKED_AHEAD_MS = 250;
/** And asks again no sooner than that. */
const LEAST_REST_MS = 100;
const MOST_AT_ONCE = 50;

/** When it may be worth to ask again: calls under way may be answered until then. */
const soonMs = ({ windows, skewFactor }: BudgetRequest, afterMs: number): number =>
  afterMs - Math.max(0, ...windows.map((window) => toWindowTerms(window).skewMs)) * skewFactor;

/** What the store's answer means for who asked: undefined when he leaves, else how long to rest. */
const settle = (
  waiter: Waiter,
  answer: PromiseSettledResult<BudgetAnswer>,
  now: number,
): number | undefined => {
  if (answer.status === 'rejected') {
    waiter.reject(answer.reason);
    return undefined;
  }
  const { value } = answer;
  if (waiter.isGone) {
    if (value.kind === 'granted') value.permit.giveBack();
    return undefined;
  }
  if (value.kind === 'refused' && value.reason !== 'circuit_open') {
    const restMs = soonMs(waiter.request, value.afterMs);
    if (now + Math.max(restMs, 0) < waiter.deadline) return restMs;
  }
  waiter.resolve(value);
  return undefined;
};

/** Makes a line: who is refused for a short while stays at its head, and the others behind. */
export const makeLine = ({ ask, now }: LineDeps): Line => {
  const waiting: Waiter[] = [];
  let isBusy = false;

  const leave = (waiter: Waiter): void => {
    waiter.isGone = true;
    const at = waiting.indexOf(waiter);
    if (at !== -1) waiting.splice(at, 1);
  };

  const round = async (): Promise<void> => {
    const asked = waiting.slice(0, MOST_AT_ONCE);
    const answers = await Promise.allSettled(
      asked.map(({ request, deadline }) =>
        ask({ ...request, maxWaitMs: Math.min(BOOKED_AHEAD_MS, Math.max(0, deadline - now())) }),
      ),
    );
    const rests = asked.flatMap((waiter, at) => {
      const answer = answers[at];
      const restMs = answer === undefined ? undefined : settle(waiter, answer, now());
      if (restMs !== undefined) return [restMs];
      leave(waiter);
      return [];
    });
    if (waiting.length === 0) isBusy = false;
    else if (rests.length === 0) void round();
    else setTimeout(() => void round(), Math.max(LEAST_REST_MS, Math.min(...rests) - BOOKED_AHEAD_MS / 2));
  };

  const start = (): void => {
    if (isBusy) return;
    isBusy = true;
    // In the next turn, with all that this one has to ask.
    queueMicrotask(() => void round());
  };

  return {
    take: (request) => {
      const { promise, resolve, reject } = Promise.withResolvers<BudgetAnswer>();
      const { signal } = request;
      const waiter: Waiter = { request, deadline: now() + request.maxWaitMs, resolve, reject, isGone: false };
      const onAbort = (): void => {
        leave(waiter);
        reject(signal?.reason);
      };
      if (signal?.aborted === true) {
        onAbort();
        return promise;
      }
      signal?.addEventListener('abort', onAbort, { once: true });
      waiting.push(waiter);
      start();
      return promise.finally(() => signal?.removeEventListener('abort', onAbort));
    },
  };
};

/** Requests of the same key wait in one line. */
export const lineKey = ({ account, windows, priority, weight }: BudgetRequest): string =>
  [account.id, priority, weight, ...windows.map(({ name }) => name)].join(' ');
