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

/** Makes the hand-over of one SDK client. */
export const makeExchanges = (): Exchanges => {
  const storage = new AsyncLocalStorage<Exchange>();
  return {
    run: (exchange, ask) => storage.run(exchange, ask),
    current: () => {
      const exchange = storage.getStore();
      if (exchange === undefined) throw new AppError('A vendor was asked outside of a call.');
      return exchange;
    },
  };
};
