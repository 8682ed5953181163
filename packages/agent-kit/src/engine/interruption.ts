/** Why an attempt was ended from outside; `over` marks one that ended by itself. */
export type Interruption = 'cancelled' | 'timeout' | 'lease-lost' | 'drain' | 'over';

/** The reason an attempt's signal carries. Not an `AppError`: it never leaves the engine. */
export class Interrupted extends Error {
  readonly reason: Interruption;

  constructor(reason: Interruption) {
    super(`Interrupted: ${reason}.`);
    this.name = 'Interrupted';
    this.reason = reason;
  }
}

/** One switch for an attempt: thrown once, by whoever is first. */
export interface Interrupter {
  readonly signal: AbortSignal;
  interrupt(reason: Interruption): void;
  /** Settles as `work` does, or rejects with `Interrupted` as soon as that comes. */
  race<T>(work: Promise<T>): Promise<T>;
}

export const makeInterrupter = (): Interrupter => {
  const controller = new AbortController();
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  // It may come when nobody races any more.
  interrupted.catch(() => undefined);
  return {
    signal: controller.signal,
    interrupt: (reason) => {
      const why = new Interrupted(reason);
      controller.abort(why);
      reject(why);
    },
    race: (work) => {
      // A handler that does not heed its signal ends by itself some time; nobody waits for it.
      work.catch(() => undefined);
      return Promise.race([work, interrupted]);
    },
  };
};
