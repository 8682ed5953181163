import { AsyncLocalStorage } from 'node:async_hooks';
import { AppError } from '@sherpa/core';

/** The status line and headers of an answer, whatever its body turned out to be. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** One request under way inside an SDK: how it is aborted, and what came back. */
export interface Exchange {
  readonly signal: AbortSignal;
  answer: Answer | undefined;
}

/** Hands a call's signal through an SDK that cannot take one, to the connection it opens. */
export interface Exchanges {
  run<T>(exchange: Exchange, ask: () => Promise<T>): Promise<T>;
  /** Throws outside `run`, so that no request is made that nothing would end. */
  current(): Exchange;
}

/** A signal is made for one request, and so names it on its way through SDK and client and back. */
const answers = new WeakMap<AbortSignal, Answer>();

/** What came back to the request that this signal was made for. */
export const answerTo = (signal: AbortSignal | undefined): Answer | undefined =>
  signal === undefined ? undefined : answers.get(signal);

/** Makes the hand-over of one SDK client. */
export const makeExchanges = (): Exchanges => {
  const storage = new AsyncLocalStorage<Exchange>();
  return {
    run: async (exchange, ask) => {
      try {
        return await storage.run(exchange, ask);
      } finally {
        if (exchange.answer !== undefined) answers.set(exchange.signal, exchange.answer);
      }
    },
    current: () => {
      const exchange = storage.getStore();
      if (exchange === undefined) throw new AppError('A vendor was asked outside of a call.');
      return exchange;
    },
  };
};
