import type { BudgetAccount, BudgetAnswer, BudgetRequest } from '@sherpa/core';
import { makeExchange, type AskingCall, type ExchangeDeps } from './exchange.ts';
import type { EndedCall } from './permit.ts';

/** What this process asks the store about one account. */
export interface Lane {
  take(request: BudgetRequest): Promise<BudgetAnswer>;
  close(account: BudgetAccount, closing: Closing): Promise<void>;
  /** Tells the store what it has not been told yet. */
  flush(): Promise<void>;
}

interface LaneDeps extends ExchangeDeps {
  readonly newCallId: () => string;
}

interface Closing {
  readonly window: string | null;
  readonly forMs: number;
}

/** One script runs that long at most that others wait for: a call costs it some ten microseconds. */
const MOST_WANTS = 100;
const MOST_ENDED = 500;
/** Nobody else learns of a call that ended before that, where no call of ours takes the word along. */
const TELL_WITHIN_MS = 20;

/**
 * One round trip at a time: what is asked meanwhile goes with the next one, in its order, so that a busy
 * process pays for a round trip and not for each call.
 */
export const makeLane = (first: BudgetAccount, deps: LaneDeps): Lane => {
  const exchange = makeExchange(deps);
  const wants: AskingCall[] = [];
  const ended: EndedCall[] = [];
  const closings: Closing[] = [];
  let account = first;
  let underWay: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const hasMore = (): boolean => wants.length > 0 || closings.length > 0;

  const onEnd = (call: EndedCall): void => {
    ended.push(call);
    // What a probe has found out is what everybody waits for.
    if (call.probe === true || ended.length >= MOST_ENDED) send();
    else tellSoon();
  };

  const tellSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      send();
    }, TELL_WITHIN_MS).unref();
  };

  const exchangeAll = async (): Promise<void> => {
    // Begins in the next turn, with all that this one has to ask.
    await Promise.resolve();
    clearTimeout(timer);
    timer = undefined;
    do {
      const next = { wants: wants.splice(0, MOST_WANTS), ended: ended.splice(0, MOST_ENDED) };
      await exchange({ ...next, account, closings: closings.splice(0) }, onEnd);
    } while (hasMore());
  };

  const send = (): void => {
    underWay ??= exchangeAll().finally(() => {
      underWay = undefined;
      if (hasMore()) send();
      else if (ended.length > 0) tellSoon();
    });
    // Who waits for an answer is told by his own promise; that a call has ended need not arrive.
    underWay.catch(() => undefined);
  };

  return {
    take: (request) => {
      ({ account } = request);
      const { promise, resolve, reject } = Promise.withResolvers<BudgetAnswer>();
      wants.push({ id: deps.newCallId(), request, resolve, reject });
      send();
      return promise;
    },
    close: async (closed, closing) => {
      account = closed;
      closings.push(closing);
      send();
      await underWay;
    },
    flush: async () => {
      if (ended.length > 0) send();
      await underWay;
    },
  };
};
